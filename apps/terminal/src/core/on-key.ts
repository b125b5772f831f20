import { BACKSPACE, ERASE_WORD, graphemes } from '@ketik/race'
import { clean } from '../view/clean.ts'
import { type Step, step, warn } from './effect.ts'
import type { Key, Moment } from './event.ts'
import { onEnter, quit } from './on-enter.ts'
import { onPress } from './on-press.ts'
import { eraseTo, insert, moveTo, type Prompt, recall, wordStart } from './prompt.ts'
import { isPromptShut, isTypingText, onKeyWhileShut } from './prompt-guard.ts'
import { isGoing, isSettled } from './race-state.ts'
import { type State, withoutRace } from './state.ts'

const PAGE_ROWS = 8

/** A key: into the text while it has the focus, else into the prompt. */
export const onKey = (state: State, key: Key, moment: Moment): Step => {
  if (key.key === 'interrupt') return onInterrupt(state)
  const kept: State = state.isLeaving ? { ...state, isLeaving: false } : state
  if (isPromptShut(kept, moment.now)) return onKeyWhileShut(kept, key, moment.now)
  if (key.key === 'tab' || key.key === 'escape') return step(switchFocus(kept, key.key))
  return isTypingText(kept) ? inText(kept, key, moment) : inPrompt(kept, key, moment)
}

/** In a race the first Ctrl-C asks, since leaving forfeits it. Elsewhere it ends the program. */
const onInterrupt = (state: State): Step =>
  state.race !== null && isGoing(state.race) && !state.isLeaving
    ? step({ ...state, isLeaving: true })
    : quit(state)

/** Tab goes back and forth between the text and the prompt; Escape leaves a result too. */
const switchFocus = (state: State, key: 'tab' | 'escape'): State => {
  const { race } = state
  if (race === null) return { ...state, scrolled: 0 }
  if (isGoing(race)) return { ...state, focus: state.focus === 'text' ? 'prompt' : 'text' }
  return key === 'escape' && isSettled(race) ? withoutRace(state) : state
}

const inText = (state: State, key: Key, moment: Moment): Step => {
  switch (key.key) {
    case 'text':
      return onPress(state, graphemes(key.text), moment)
    case 'backspace':
      return onPress(state, [BACKSPACE], moment)
    case 'erase-word':
      return onPress(state, [ERASE_WORD], moment)
    case 'paste':
      return step(warn(state, state.options.words.noPaste))
    default:
      // Enter and arrows are no keys of a race.
      return step(state)
  }
}

const inPrompt = (state: State, key: Key, moment: Moment): Step => {
  const { prompt } = state
  switch (key.key) {
    case 'enter':
      return onEnter(state, moment)
    case 'end-of-input':
      return prompt.cells.length === 0
        ? onInterrupt(state)
        : edited(state, eraseTo(prompt, prompt.cursor + 1))
    case 'page-up':
      return step({ ...state, scrolled: state.scrolled + PAGE_ROWS })
    case 'page-down':
      return step({ ...state, scrolled: Math.max(0, state.scrolled - PAGE_ROWS) })
    default:
      return edited(state, edit(prompt, key))
  }
}

const edited = (state: State, prompt: Prompt): Step => step({ ...state, prompt })

const edit = (prompt: Prompt, key: Key): Prompt => {
  const { cells, cursor } = prompt
  switch (key.key) {
    case 'text':
    case 'paste':
      return insert(prompt, clean(key.text))
    case 'backspace':
      return eraseTo(prompt, cursor - 1)
    case 'delete':
      return eraseTo(prompt, cursor + 1)
    case 'erase-word':
      return eraseTo(prompt, wordStart(prompt))
    case 'erase-line':
      return eraseTo(prompt, 0)
    case 'erase-after':
      return eraseTo(prompt, cells.length)
    case 'left':
      return moveTo(prompt, cursor - 1)
    case 'right':
      return moveTo(prompt, cursor + 1)
    case 'home':
      return moveTo(prompt, 0)
    case 'end':
      return moveTo(prompt, cells.length)
    case 'up':
      return recall(prompt, -1)
    case 'down':
      return recall(prompt, 1)
    default:
      return prompt
  }
}
