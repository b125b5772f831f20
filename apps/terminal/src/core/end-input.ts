import { andThen, isOnline, LOOK_MS, type Moment, startRunning, timerFired, timerSet } from '@ketik/client'
import { type Step, setTimer, step } from './effect.ts'
import { quitUnconfirmed } from './quit-unconfirmed.ts'
import type { State } from './state.ts'
import { toLink } from './to-link.ts'

/** How long the server may take to answer the last lines. */
const ANSWERED_MS = 5_000

/**
 * No line follows: the program ends once the server has answered every line. The server refuses a chat message before it
 * answers a later request for a leaderboard. Messages that wait for their turn are sent when the connection ends (LOBBY-20).
 */
export const endInput = (state: State, moment: Moment): Step => {
  const { now } = moment
  if (state.inputEnded !== null) return step(state)
  if (!isOnline(state.link)) return quitUnconfirmed(state)
  const ended: State = {
    ...state,
    boardsDue: [...state.boardsDue, 'told'],
    inputEnded: timerSet(startRunning(now), now, LOOK_MS),
  }
  const asked = toLink(ended, { on: 'say', message: { type: 'req_leaderboard' } }, moment)
  return andThen(asked, next => step(next, setTimer('answers', LOOK_MS)))
}

export const onAnswersDue = (state: State, { now }: Moment): Step => {
  if (state.inputEnded === null) return step(state)
  const inputEnded = timerFired(state.inputEnded, now)
  return inputEnded.ranMs >= ANSWERED_MS
    ? quitUnconfirmed(state)
    : step({ ...state, inputEnded: timerSet(inputEnded, now, LOOK_MS) }, setTimer('answers', LOOK_MS))
}
