import { isGoing, isOnline, isSettled, keptCount, type LinkRace } from '@ketik/client'
import { isPromptShut } from '../core/prompt-guard.ts'
import type { State } from '../core/state.ts'

/** What can be done now: the line above the prompt. */
export const hintOf = (state: State, now: number): string => {
  const { words } = state.options
  const { queue, race } = state.link
  if (state.isLeaving) return words.hintLeaving
  if (isPromptShut(state, now)) return words.hintShut
  if (race !== null) return hintInRace(state, race)
  if (queue !== null)
    return words.hintWaiting(queue.waitingCount, Math.floor(Math.max(0, now - queue.since) / 1_000))
  return state.scrolled > 0 ? words.scrolled : words.hintLobby
}

const hintInRace = (state: State, race: LinkRace): string => {
  const { words } = state.options
  if (!isGoing(race)) return isSettled(race) ? words.hintResult : words.hintDone
  if (state.focus === 'prompt') return words.hintAside
  if (!isOnline(state.link)) return words.hintOffline(keptCount(race.outbox))
  if (race.typing.wrong.length > 0) return words.hintWrong
  return race.outcome === null ? words.hintRacing : words.lostTypeOn
}
