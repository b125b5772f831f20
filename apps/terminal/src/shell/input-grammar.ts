export const ESC = '\x1b'
const BEL = '\x07'
const DEL = '\x7f'
export const PASTE_START = `${ESC}[200~`
export const PASTE_END = `${ESC}[201~`

const C1 = /[\u0080-\u009f]/g
/** C1 controls are the 8-bit forms of ESC and a letter: this is the input in 7 bits. */
export const withoutC1 = (input: string): string =>
  input.replace(C1, c1 => ESC + String.fromCharCode(c1.charCodeAt(0) - 0x40))

const sticky = (pattern: string): RegExp => new RegExp(pattern, 'uy')
const INTRODUCER = '[[O\\]PX^_]'

// Source: ECMA-48 (5.4 control sequences, 5.6 control strings) and xterm's ctlseqs. The Linux console sends
// `ESC [ [ A` for F1. An X10 mouse report is `ESC [ M` and three characters. A second ESC in front is Alt (rxvt).
export const SEQUENCE = sticky(
  `${ESC}?${ESC}(?:${[
    '\\[\\[\\P{Cc}',
    '\\[M\\P{Cc}{3}',
    '\\[(?![[M])[0-?]*[ -/]*[@-~]',
    'O[0-9;]*[@-~]',
    `[\\]PX^_]\\P{Cc}*(?:${BEL}|${ESC}\\\\)`,
  ].join('|')})`,
)
/** The start of a sequence, as far as it was received. */
export const SEQUENCE_START = sticky(
  `${ESC}?${ESC}(?:${[
    '\\[\\[',
    '\\[M\\P{Cc}{0,2}',
    '\\[[0-?]*[ -/]*',
    'O[0-9;]*',
    `[\\]PX^_]\\P{Cc}*(?:${ESC}$)?`,
  ].join('|')})`,
)
export const ALT_KEY = sticky(`${ESC}(?:\\P{Cc}|[\b${DEL}])`)
export const TEXT = sticky('\\P{Cc}+')
/** These are the start of a sequence, or a key of their own: Escape, or Alt with a bracket or letter. */
export const AMBIGUOUS = new RegExp(`^${ESC}${ESC}?(?:\\[[[M]?|${INTRODUCER})?$`)
export const SPLIT_ESCAPE = new RegExp(`^${ESC}${INTRODUCER}$`)
export const AFTER_ESCAPE = new RegExp(`^${INTRODUCER}`)
