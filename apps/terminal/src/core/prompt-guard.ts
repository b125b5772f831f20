import { isGoing } from '@ketik/client'
import { look, type Step, step } from './effect.ts'
import type { Key } from './event.ts'
import type { State } from './state.ts'

/** Longer than the pauses between the keys of a text, short enough to be no obstacle. */
const QUIET_MS = 1_000

const isInRace = ({ link }: State): boolean => link.race !== null && isGoing(link.race)

/** Whether keys go into the text of a race, and not to the prompt. */
export const isTypingText = (state: State): boolean => isInRace(state) && state.focus === 'text'

/**
 * What a racer still types when the text has ended was not meant for the chat. The prompt takes no keys until there
 * was a pause, or Enter or Escape. `before` and `after` are the states around any event.
 */
export const guardPrompt = (before: State, [after, effects]: Step, now: number): Step => {
  const isLeaving = after.isLeaving && isInRace(after)
  if (!isTypingText(before) || isInRace(after)) return [{ ...after, isLeaving }, effects]
  return [{ ...after, isLeaving, promptOpensAt: now + QUIET_MS }, [...effects, look]]
}

export const isPromptShut = ({ promptOpensAt }: State, now: number): boolean => now < promptOpensAt

/** A key while the prompt is shut: it opens the prompt or is ignored. */
export const onKeyWhileShut = (state: State, key: Key, now: number): Step => {
  const opens = key.key === 'enter' || key.key === 'escape'
  return step({ ...state, promptOpensAt: opens ? 0 : now + QUIET_MS }, look)
}
