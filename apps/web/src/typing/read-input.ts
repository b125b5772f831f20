import { BACKSPACE, ERASE_WORD, graphemes } from '@ketik/race'

/** One event of the typing field, as much of it as matters. */
export type InputRecord =
  | { readonly event: 'keydown'; readonly key: string }
  | { readonly event: 'beforeinput'; readonly inputType: string; readonly data: string | null }
  | { readonly event: 'compositionstart' }
  | { readonly event: 'compositionupdate' | 'compositionend'; readonly data: string }

/**
 * `held`: nothing counts before the composition ends, as with dead keys and input methods. Touch keyboards compose
 * every word, so there each change counts at once; `shown` is what has been counted.
 */
export type InputState = {
  readonly touch: boolean
  readonly lastKey: string
  readonly lastTyped: string
  readonly composition: { readonly held: boolean; readonly shown: string } | null
}

export type InputRead = {
  readonly state: InputState
  readonly keys: readonly string[]
  readonly hint?: 'paste' | 'suggestion'
}

/** Characters in one event that a finger can have typed: a dead key that found no partner gives two. */
const AT_ONCE_MAX = 2

export const freshInput = (touch: boolean): InputState => ({
  touch,
  lastKey: '',
  lastTyped: '',
  composition: null,
})

export const readInput = (state: InputState, record: InputRecord): InputRead => {
  switch (record.event) {
    case 'keydown':
      return { state: { ...state, lastKey: record.key }, keys: [] }
    case 'compositionstart': {
      const held = !state.touch || state.lastKey === 'Dead' || state.lastKey === 'Process'
      return { state: { ...state, composition: { held, shown: '' } }, keys: [] }
    }
    case 'compositionupdate':
      return state.composition?.held === false ? compose(state, record.data) : { state, keys: [] }
    case 'compositionend':
      return endComposition(state, record.data)
    case 'beforeinput':
      return state.composition === null
        ? edit(state, record.inputType, record.data ?? '')
        : { state, keys: [] }
  }
}

const endComposition = (state: InputState, data: string): InputRead => {
  const read = state.composition?.held === false ? compose(state, data) : typed(state, graphemes(data))
  return { ...read, state: { ...read.state, composition: null } }
}

const typed = (state: InputState, keys: readonly string[]): InputRead => ({
  state: { ...state, lastTyped: keys.at(-1) ?? state.lastTyped },
  keys,
})

/** Counts what changed in an open composition: letters added, or taken back. */
const compose = (state: InputState, data: string): InputRead => {
  const before = graphemes(state.composition?.shown ?? '')
  const after = graphemes(data)
  const composition = { held: false, shown: data }
  const firstChange = before.findIndex((grapheme, index) => grapheme !== after[index])
  const same = firstChange === -1 ? before.length : firstChange
  const erased = before.length - same
  const added = after.slice(same)
  const isSuggestion = added.length > AT_ONCE_MAX || (erased > 1 && added.length > 0)
  if (isSuggestion) return { state: { ...state, composition }, keys: [], hint: 'suggestion' }
  return typed({ ...state, composition }, [...Array<string>(erased).fill(BACKSPACE), ...added])
}

const edit = (state: InputState, inputType: string, data: string): InputRead => {
  switch (inputType) {
    case 'insertText': {
      const keys = graphemes(data)
      return keys.length > AT_ONCE_MAX ? { state, keys: [], hint: 'suggestion' } : typed(state, keys)
    }
    case 'insertReplacementText':
      return replace(state, data)
    case 'deleteContentBackward':
    case 'deleteContent':
      return { state, keys: [BACKSPACE] }
    case 'deleteWordBackward':
    case 'deleteSoftLineBackward':
    case 'deleteHardLineBackward':
      return { state, keys: [ERASE_WORD] }
    case 'insertFromPaste':
    case 'insertFromPasteAsQuotation':
    case 'insertFromDrop':
    case 'insertFromYank':
      return { state, keys: [], hint: 'paste' }
    default:
      return { state, keys: [] }
  }
}

const bare = (grapheme: string): string => grapheme.normalize('NFD').replace(/\p{M}/gu, '')

/** A key held down offers accents, and the chosen one replaces the letter; any other replacement is a correction. */
const replace = (state: InputState, data: string): InputRead => {
  const [one, ...more] = graphemes(data)
  const isAccent = one !== undefined && more.length === 0 && bare(one) === bare(state.lastTyped)
  return isAccent ? typed(state, [BACKSPACE, one]) : { state, keys: [], hint: 'suggestion' }
}
