import { andThen, isOnline, type Moment } from '@ketik/client'
import { assertNever } from '@ketik/race'
import { clean } from '../view/clean.ts'
import { BOARD_MS } from './board-times.ts'
import { type Step, setTimer, step } from './effect.ts'
import { onAnswersDue } from './end-input.ts'
import type { Event, TimerName } from './event.ts'
import { quit, submit } from './on-enter.ts'
import { onKey } from './on-key.ts'
import { onLook } from './on-look.ts'
import { guardPrompt } from './prompt-guard.ts'
import type { State } from './state.ts'
import { toLink } from './to-link.ts'

/** The whole program as a function: no clock, no chance, no I/O of its own. */
export const update = (state: State, event: Event, moment: Moment): Step =>
  guardPrompt(state, onEvent(state, event, moment), moment.now)

const onEvent = (state: State, event: Event, moment: Moment): Step => {
  switch (event.on) {
    case 'start':
      return start(state, moment)
    case 'key':
      return onKey(state, event.key, moment)
    case 'submit':
      return onSubmit(state, clean(event.text).trim(), moment)
    case 'opened':
      return toLink(greeted(state), event, moment)
    case 'received':
    case 'closed':
      return toLink(state, event, moment)
    case 'end':
      return quit(state, moment)
    case 'timer':
      return onTimer(state, event.timer, moment)
    default:
      return assertNever(event)
  }
}

const start = (state: State, moment: Moment): Step => {
  const { name, passphrase } = state.options
  const proof = passphrase === undefined ? {} : { passphrase }
  return toLink(state, { on: 'log-in', credentials: { username: name, token: null, ...proof } }, moment)
}

/** A leaderboard follows each login. The first one is shown. */
const greeted = (state: State): State =>
  state.link.connection.phase === 'connecting'
    ? { ...state, boardsDue: [state.link.welcomed ? 'told' : { window: 'all', timed: 'keys' }] }
    : state

const onSubmit = (state: State, line: string, moment: Moment): Step =>
  line === '' || state.inputEnded !== null ? step(state) : submit(state, line, moment)

const onTimer = (state: State, timer: TimerName, moment: Moment): Step => {
  switch (timer) {
    case 'board':
      return onBoardDue(state, moment)
    case 'answers':
      return onAnswersDue(state, moment)
    case 'look':
      return onLook(state, moment)
    default:
      return toLink(state, { on: 'timer', timer }, moment)
  }
}

const onBoardDue = (state: State, moment: Moment): Step => {
  if (!isOnline(state.link)) return step({ ...state, boardAsks: 0 })
  const boardAsks = state.boardAsks - 1
  const asked: State = { ...state, boardAsks, boardsDue: [...state.boardsDue, 'told'] }
  const sent = toLink(asked, { on: 'say', message: { type: 'req_leaderboard' } }, moment)
  return boardAsks > 0 ? andThen(sent, next => step(next, setTimer('board', 2 * BOARD_MS))) : sent
}
