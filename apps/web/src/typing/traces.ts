import type { InputRecord } from './read-input.ts'

/** What the events of a trace came from, what they are, and which keys they should give. */
export type Trace = {
  readonly name: string
  readonly touch: boolean
  readonly events: readonly InputRecord[]
  readonly keys: readonly string[]
  readonly hint?: 'paste' | 'suggestion'
}

const down = (key: string): InputRecord => ({ event: 'keydown', key })
const before = (inputType: string, data: string | null = null): InputRecord => ({
  event: 'beforeinput',
  inputType,
  data,
})
const start: InputRecord = { event: 'compositionstart' }
const composing = (data: string): readonly InputRecord[] => [
  before('insertCompositionText', data),
  { event: 'compositionupdate', data },
]
const end = (data: string): InputRecord => ({ event: 'compositionend', data })

const BACKSPACE = '\b'
const ERASE_WORD = '\u0017'

/**
 * The order of events as browsers and keyboards send them, reduced to what is read. Those of Chromium are also made by
 * a real one in `test/input.browser.test.ts`; the others are written down from the specifications (UI Events, Input
 * Events Level 2) and from what is known of those keyboards.
 */
export const TRACES: readonly Trace[] = [
  {
    name: 'Chromium, a letter and a space',
    touch: false,
    events: [down('k'), before('insertText', 'k'), down(' '), before('insertText', ' ')],
    keys: ['k', ' '],
  },
  {
    name: 'Chromium, Backspace and Ctrl-Backspace',
    touch: false,
    events: [
      down('Backspace'),
      before('deleteContentBackward'),
      down('Control'),
      down('Backspace'),
      before('deleteWordBackward'),
    ],
    keys: [BACKSPACE, ERASE_WORD],
  },
  {
    name: 'Safari, Option-Backspace and Command-Backspace',
    touch: false,
    events: [
      down('Backspace'),
      before('deleteWordBackward'),
      down('Backspace'),
      before('deleteSoftLineBackward'),
    ],
    keys: [ERASE_WORD, ERASE_WORD],
  },
  {
    name: 'Chromium on Linux, dead acute then e',
    touch: false,
    events: [down('Dead'), start, ...composing('´'), down('e'), ...composing('é'), end('é')],
    keys: ['é'],
  },
  {
    name: 'Firefox on macOS, dead key with its mark decomposed',
    touch: false,
    events: [down('Dead'), start, ...composing('¨'), down('u'), ...composing('u\u0308'), end('u\u0308')],
    keys: ['ü'],
  },
  {
    name: 'Windows, dead key that finds no partner',
    touch: false,
    events: [down('Dead'), down('x'), before('insertText', '´x')],
    keys: ['´', 'x'],
  },
  {
    name: 'Chromium, Japanese input method: nothing counts before it is committed',
    touch: false,
    events: [
      down('Process'),
      start,
      ...composing('k'),
      ...composing('か'),
      ...composing('かn'),
      ...composing('漢字'),
      end('漢字'),
    ],
    keys: ['漢', '字'],
  },
  {
    name: 'Chromium, an input method that is called off',
    touch: false,
    events: [down('Process'), start, ...composing('に'), end('')],
    keys: [],
  },
  {
    name: 'Gboard, a word letter by letter, one taken back',
    touch: true,
    events: [
      down('Unidentified'),
      start,
      ...composing('k'),
      ...composing('ku'),
      ...composing('kuv'),
      ...composing('ku'),
      ...composing('kuc'),
      end('kuc'),
      before('insertText', ' '),
    ],
    keys: ['k', 'u', 'v', BACKSPACE, 'c', ' '],
  },
  {
    name: 'Gboard, a suggestion taken',
    touch: true,
    events: [
      down('Unidentified'),
      start,
      ...composing('t'),
      ...composing('te'),
      ...composing('terima kasih'),
      end('terima kasih'),
    ],
    keys: ['t', 'e'],
    hint: 'suggestion',
  },
  {
    name: 'Gboard, a word glided over the keys',
    touch: true,
    events: [down('Unidentified'), start, ...composing('rumah'), end('rumah')],
    keys: [],
    hint: 'suggestion',
  },
  {
    name: 'iOS, a correction over a word',
    touch: true,
    events: [down('t'), before('insertText', 't'), before('insertReplacementText', 'the')],
    keys: ['t'],
    hint: 'suggestion',
  },
  {
    name: 'macOS, a letter held for its accent',
    touch: false,
    events: [down('e'), before('insertText', 'e'), before('insertReplacementText', 'é')],
    keys: ['e', BACKSPACE, 'é'],
  },
  {
    name: 'any browser, an emoji of several code points',
    touch: true,
    events: [before('insertText', '👩‍🚀')],
    keys: ['👩‍🚀'],
  },
  {
    name: 'any browser, paste',
    touch: false,
    events: [down('v'), before('insertFromPaste', 'all of it')],
    keys: [],
    hint: 'paste',
  },
  {
    name: 'any browser, drop',
    touch: false,
    events: [before('insertFromDrop', 'all of it')],
    keys: [],
    hint: 'paste',
  },
  {
    name: 'any browser, undo and Enter',
    touch: false,
    events: [down('z'), before('historyUndo'), down('Enter'), before('insertLineBreak')],
    keys: [],
  },
]
