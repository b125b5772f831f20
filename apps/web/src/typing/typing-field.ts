import { freshInput, type InputRecord, readInput } from './read-input.ts'

/** Stands in the field so that there is always something to erase; touch keyboards do not take it for a word. */
const STANDING = '...'

export type TypingEvents = {
  /** `code`: the physical key that typed it, unless an input method or a touch keyboard did. */
  keys(keys: readonly string[], code: string | undefined): void
  released(code: string): void
  hint(hint: 'paste' | 'suggestion'): void
}

/** Input methods and touch keyboards say nothing of a physical key. */
const codeOf = ({ code, isComposing }: KeyboardEvent): string | undefined =>
  code === '' || isComposing ? undefined : code

const isTouch = (): boolean => matchMedia('(pointer: coarse)').matches

/** Listens to a text area and tells which keys were typed in it. Returns the way to stop. */
export const listenToField = (field: HTMLTextAreaElement, events: TypingEvents): (() => void) => {
  let state = freshInput(isTouch())
  let lastCode: string | undefined

  const read = (record: InputRecord, code?: string): void => {
    const { state: next, keys, hint } = readInput(state, record)
    state = next
    if (keys.length > 0) events.keys(keys, code)
    if (hint !== undefined) events.hint(hint)
  }
  const reset = (): void => {
    if (state.composition !== null) return
    field.value = STANDING
    field.setSelectionRange(STANDING.length, STANDING.length)
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    lastCode = codeOf(event)
    read({ event: 'keydown', key: event.key })
  }
  const onKeyUp = (event: KeyboardEvent): void => {
    const code = codeOf(event)
    if (code !== undefined) events.released(code)
  }
  const onBeforeInput = (event: InputEvent): void => {
    if (state.composition === null) event.preventDefault()
    read({ event: 'beforeinput', inputType: event.inputType, data: event.data }, lastCode)
    lastCode = undefined
  }
  const onComposition = (event: CompositionEvent): void => {
    if (event.type === 'compositionstart') read({ event: 'compositionstart' })
    if (event.type === 'compositionupdate') read({ event: 'compositionupdate', data: event.data })
    if (event.type === 'compositionend') {
      read({ event: 'compositionend', data: event.data })
      reset()
    }
  }
  const refuse = (event: Event): void => event.preventDefault()

  const stop = new AbortController()
  const { signal } = stop
  field.addEventListener('keydown', onKeyDown, { signal })
  field.addEventListener('keyup', onKeyUp, { signal })
  field.addEventListener('beforeinput', onBeforeInput, { signal })
  for (const type of ['compositionstart', 'compositionupdate', 'compositionend'] as const)
    field.addEventListener(type, onComposition, { signal })
  field.addEventListener('input', reset, { signal })
  field.addEventListener('focus', reset, { signal })
  for (const type of ['cut', 'contextmenu', 'dragover', 'drop'] as const)
    field.addEventListener(type, refuse, { signal })
  reset()
  return () => stop.abort()
}
