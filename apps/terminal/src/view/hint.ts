import { isPromptShut } from '../core/prompt-guard.ts'
import { isGoing, isSettled, type Race } from '../core/race-state.ts'
import type { State } from '../core/state.ts'

/** What can be done now: the line above the prompt. */
export const hintOf = (state: State, now: number): string => {
  const { words } = state.options
  const { queue, race } = state
  if (state.isLeaving) return words.hintLeaving
  if (isPromptShut(state, now)) return words.hintShut
  if (race !== null) return hintInRace(state, race)
  if (queue !== null)
    return words.hintWaiting(queue.count, Math.floor(Math.max(0, now - queue.since) / 1_000))
  return state.scrolled > 0 ? words.scrolled : words.hintLobby
}

const hintInRace = (state: State, race: Race): string => {
  const { words } = state.options
  if (!isGoing(race)) return isSettled(race) ? words.hintResult : words.hintDone
  if (state.focus === 'prompt') return words.hintAside
  const { keys, acked } = race.outbox
  if (state.link.state !== 'ready') return words.hintOffline(keys.length - acked)
  if (race.typing.wrong.length > 0) return words.hintWrong
  return race.outcome === null ? words.hintRacing : words.lostTypeOn
}
