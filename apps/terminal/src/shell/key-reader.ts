import { emitKeypressEvents, type Key as Keypress } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Key } from '../core/event.ts'

type Named = Exclude<Key['key'], 'text' | 'paste'>

const NAMED: ReadonlyMap<string, Named> = new Map([
  ['return', 'enter'],
  ['enter', 'enter'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
  ['left', 'left'],
  ['right', 'right'],
  ['home', 'home'],
  ['end', 'end'],
  ['up', 'up'],
  ['down', 'down'],
  ['pageup', 'page-up'],
  ['pagedown', 'page-down'],
  ['tab', 'tab'],
  ['escape', 'escape'],
])

const CONTROL: ReadonlyMap<string, Named> = new Map([
  ['c', 'interrupt'],
  ['z', 'suspend'],
  ['d', 'end-of-input'],
  ['w', 'erase-word'],
  ['u', 'erase-line'],
  ['k', 'erase-after'],
  ['a', 'home'],
  ['e', 'end'],
  ['b', 'left'],
  ['f', 'right'],
  ['p', 'up'],
  ['n', 'down'],
])

const PASTE_UNITS_MAX = 4_096

/**
 * Keys of a terminal in raw mode. What comes in one piece is handed on together, so that a cluster of several code
 * points stays one key; what is pasted comes as one (terminals that bracket it say where it ends).
 */
export const readKeys = (input: Readable, onKey: (key: Key) => void): void => {
  let typed = ''
  let pasted: string | undefined
  let isDue = false

  const handOn = (): void => {
    isDue = false
    const text = typed
    typed = ''
    if (text !== '') onKey({ key: 'text', text })
  }

  emitKeypressEvents(input)
  input.on('keypress', (text: string | undefined, press: Keypress) => {
    if (press.name === 'paste-start') pasted = ''
    else if (press.name === 'paste-end') {
      handOn()
      onKey({ key: 'paste', text: pasted ?? '' })
      pasted = undefined
    } else if (pasted !== undefined) {
      if (pasted.length < PASTE_UNITS_MAX) pasted += press.sequence ?? text ?? ''
    } else if (isText(text, press)) {
      typed += text
      if (!isDue) queueMicrotask(handOn)
      isDue = true
    } else {
      handOn()
      const key = nameOf(press)
      if (key !== undefined) onKey({ key })
    }
  })
}

const isText = (text: string | undefined, { ctrl, meta }: Keypress): text is string =>
  text !== undefined && text !== '' && !ctrl && !meta && !/\p{Cc}/u.test(text)

const nameOf = ({ name, ctrl, meta }: Keypress): Named | undefined => {
  if (name === undefined) return undefined
  if ((ctrl || meta) && name === 'backspace') return 'erase-word'
  return ctrl ? CONTROL.get(name) : NAMED.get(name)
}
