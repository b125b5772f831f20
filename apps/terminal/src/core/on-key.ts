import { isGoing, isSettled, type Moment } from '@ketik/client'
import { BACKSPACE, ERASE_WORD, graphemes } from '@ketik/race'
import { clean } from '../view/clean.ts'
import { type Step, step, warn } from './effect.ts'
import type { Key } from './event.ts'
import { onEnter, quit } from './on-enter.ts'
import { eraseTo, insert, moveTo, type Prompt, recall, wordStart } from './prompt.ts'
import { isPromptShut, isTypingText, onKeyWhileShut } from './prompt-guard.ts'
import type { State } from './state.ts'
import { toLink } from './to-link.ts'

const PAGE_ROWS = 8

/** A key: into the text while it has the focus, else into the prompt. */
export const onKey = (state: State, key: Key, moment: Moment): Step => {
  if (key.key === 'interrupt') return onInterrupt(state, moment)
  const kept: State = state.isLeaving ? { ...state, isLeaving: false } : state
  if (isPromptShut(kept, moment.now)) return onKeyWhileShut(kept, key, moment.now)
  if (key.key === 'tab' || key.key === 'escape') return switchFocus(kept, key.key, moment)
  return isTypingText(kept) ? inText(kept, key, moment) : inPrompt(kept, key, moment)
}

/** In a race the first Ctrl-C asks, since leaving forfeits it. Elsewhere it ends the program. */
const onInterrupt = (state: State, moment: Moment): Step =>
  state.link.race !== null && isGoing(state.link.race) && !state.isLeaving
    ? step({ ...state, isLeaving: true })
    : quit(state, moment)

/** Tab goes back and forth between the text and the prompt; Escape leaves a result too. */
const switchFocus = (state: State, key: 'tab' | 'escape', moment: Moment): Step => {
  const { race } = state.link
  if (race === null) return step({ ...state, scrolled: 0 })
  if (isGoing(race)) return step({ ...state, focus: state.focus === 'text' ? 'prompt' : 'text' })
  return key === 'escape' && isSettled(race) ? toLink(state, { on: 'leave-race' }, moment) : step(state)
}

const inText = (state: State, key: Key, moment: Moment): Step => {
  switch (key.key) {
    case 'text':
      return toLink(state, { on: 'press', keys: graphemes(key.text) }, moment)
    case 'backspace':
      return toLink(state, { on: 'press', keys: [BACKSPACE] }, moment)
    case 'erase-word':
      return toLink(state, { on: 'press', keys: [ERASE_WORD] }, moment)
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
        ? onInterrupt(state, moment)
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
