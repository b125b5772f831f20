import type { Key } from '../core/event.ts'

type Named = Exclude<Key['key'], 'text' | 'paste'>

const CONTROL: ReadonlyMap<string, Named> = new Map([
  ['\r', 'enter'],
  ['\n', 'enter'],
  ['\t', 'tab'],
  ['\b', 'backspace'],
  ['\x7f', 'backspace'],
  ['\x1b', 'escape'],
  ['\x01', 'home'],
  ['\x02', 'left'],
  ['\x03', 'interrupt'],
  ['\x04', 'end-of-input'],
  ['\x05', 'end'],
  ['\x06', 'right'],
  ['\x0b', 'erase-after'],
  ['\x0e', 'down'],
  ['\x10', 'up'],
  ['\x15', 'erase-line'],
  ['\x17', 'erase-word'],
  ['\x1a', 'suspend'],
])

/** By the last character of `CSI A` and `SS3 A`. */
const CURSOR: ReadonlyMap<string, Named> = new Map([
  ['A', 'up'],
  ['B', 'down'],
  ['C', 'right'],
  ['D', 'left'],
  ['F', 'end'],
  ['H', 'home'],
  ['M', 'enter'],
])

/** By the number of `CSI 3 ~`. */
const EDITING: ReadonlyMap<string, Named> = new Map([
  ['1', 'home'],
  ['3', 'delete'],
  ['4', 'end'],
  ['5', 'page-up'],
  ['6', 'page-down'],
  ['7', 'home'],
  ['8', 'end'],
])

const ESC = '\x1b'
const DEL = '\x7f'
const ALT_BACKSPACE = new RegExp(`^${ESC}[\b${DEL}]$`)
/** Modifiers are a number after the first `;`, as in `CSI 1;5A` for Ctrl-Up. */
const CURSOR_KEY = new RegExp(`^${ESC}(?:\\[(?:1;\\d+)?([ABCDFH])|O([ABCDFHM]))$`)
const EDITING_KEY = new RegExp(`^${ESC}\\[(\\d+)(?:;\\d+)?~$`)
/** A key as `CSI code;modifiers u`, a mode that a program that crashed may have left on. */
const NUMBERED_KEY = new RegExp(`^${ESC}\\[(\\d+)(?:;(\\d+))?u$`)
const CTRL = 4

/** What a control character stands for, if anything. */
export const keyOfControl = (code: string): Key | undefined => named(CONTROL.get(code))

/** What an escape sequence stands for, if anything: most stand for nothing here. */
export const keyOfSequence = (sequence: string): Key | undefined => {
  if (ALT_BACKSPACE.test(sequence)) return { key: 'erase-word' }
  const [, csi, ss3] = CURSOR_KEY.exec(sequence) ?? []
  const cursor = CURSOR.get(csi ?? ss3 ?? '')
  if (cursor !== undefined) return { key: cursor }
  const [, number = ''] = EDITING_KEY.exec(sequence) ?? []
  return named(EDITING.get(number) ?? namedByCode(sequence))
}

const namedByCode = (sequence: string): Named | undefined => {
  const [, code, modifiers = '1'] = NUMBERED_KEY.exec(sequence) ?? []
  if (code === undefined) return undefined
  const held = Number(modifiers) - 1
  if (held === 0) return Number(code) < 32 || code === '127' ? CONTROL.get(characterOf(code)) : undefined
  return held === CTRL ? CONTROL.get(characterOf(String(Number(code) & 0x1f))) : undefined
}

const characterOf = (code: string): string => String.fromCharCode(Number(code))

const named = (key: Named | undefined): Key | undefined => (key === undefined ? undefined : { key })
