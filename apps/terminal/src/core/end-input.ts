import { LOOK_MS, startRunning, timerFired, timerSet } from '@ketik/client'
import { type Step, send, step, wake } from './effect.ts'
import type { Moment } from './event.ts'
import type { State } from './state.ts'

/** How long the server may take to answer the last lines. */
const ANSWERED_MS = 5_000

/**
 * No line follows: the program ends once the server has answered every line. The server refuses a chat message before it
 * answers a later request for a leaderboard. Messages that wait for their turn are sent when the connection ends (L20).
 */
export const endInput = (state: State, { now }: Moment): Step => {
  if (state.inputEnded !== null) return step(state)
  if (state.link.state !== 'ready') return quitUnconfirmed(state)
  return step(
    {
      ...state,
      boardsDue: [...state.boardsDue, 'told'],
      inputEnded: timerSet(startRunning(now), now, LOOK_MS),
    },
    send({ type: 'req_leaderboard' }),
    wake('answers', LOOK_MS),
  )
}

/** Whether the answer that just came was the last one. A node without Redis can still refuse chat later. */
export const isAllAnswered = ({ inputEnded, boardsDue, clusterOk }: State): boolean =>
  inputEnded !== null && boardsDue.length === 0 && clusterOk

export const onAnswersDue = (state: State, { now }: Moment): Step => {
  if (state.inputEnded === null) return step(state)
  const inputEnded = timerFired(state.inputEnded, now)
  return inputEnded.ranMs >= ANSWERED_MS
    ? quitUnconfirmed(state)
    : step({ ...state, inputEnded: timerSet(inputEnded, now, LOOK_MS) }, wake('answers', LOOK_MS))
}

export const quitUnconfirmed = (state: State): Step =>
  step(state, { do: 'quit', problem: state.options.words.unconfirmed })
