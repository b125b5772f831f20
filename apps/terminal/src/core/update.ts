import { assertNever } from '@ketik/race'
import { clean } from '../view/clean.ts'
import { andThen, type Step, step } from './effect.ts'
import { onAnswersDue } from './end-input.ts'
import type { Event, Moment, TimerName } from './event.ts'
import { quit, submit } from './on-enter.ts'
import { onKey } from './on-key.ts'
import { onLine } from './on-line.ts'
import { connect, goAway, onClosed, onLateDue, onOpened } from './on-link.ts'
import { onPingDue } from './on-pong.ts'
import { flush } from './on-press.ts'
import { countDown, onBoardDue, onLook, onSnapshotDue } from './on-race.ts'
import { guardPrompt } from './prompt-guard.ts'
import type { State } from './state.ts'

/** The whole program as a function: no clock, no chance, no I/O of its own. */
export const update = (state: State, event: Event, moment: Moment): Step =>
  guardPrompt(state, onEvent(state, event, moment), moment.now)

const onEvent = (state: State, event: Event, moment: Moment): Step => {
  switch (event.on) {
    case 'start':
      return connect(state, moment)
    case 'key':
      // The timer of the countdown may be late.
      return andThen(countDown(state, moment), next => onKey(next, event.key, moment))
    case 'submit':
      return onSubmit(state, clean(event.text).trim(), moment)
    case 'opened':
      return onOpened(state, moment)
    case 'line':
      return onLine(state, event.line, moment)
    case 'closed':
      return onClosed(state, moment, event.fault)
    case 'end':
      return quit(state)
    case 'woke':
      return onWoke(state, event.timer, moment)
    default:
      return assertNever(event)
  }
}

const onSubmit = (state: State, line: string, moment: Moment): Step =>
  line === '' || state.inputEnded !== null ? step(state) : submit(state, line, moment)

const onWoke = (state: State, timer: TimerName, moment: Moment): Step => {
  switch (timer) {
    case 'reconnect':
      return state.link.state === 'ready' ? goAway(state, moment) : connect(state, moment)
    case 'late':
      return onLateDue(state, moment)
    case 'ping':
      return onPingDue(state, moment)
    case 'batch':
      return flush(state)
    case 'count':
      return countDown(state, moment)
    case 'snapshot':
      return onSnapshotDue(state, moment)
    case 'board':
      return onBoardDue(state)
    case 'answers':
      return onAnswersDue(state, moment)
    case 'look':
      return onLook(state, moment)
    default:
      return assertNever(timer)
  }
}
