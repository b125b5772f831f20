import { LOOK_MS, startOver, startRunning, timerSet } from '@ketik/client'
import { CLOSE, type Leaderboard, type ServerMessage, type Welcome } from '@ketik/protocol'
import { assertNever } from '@ketik/race'
import { readMessage } from '../wire/read-message.ts'
import { andThen, hush, note, type Step, send, step, wake, warn, withLine } from './effect.ts'
import { isAllAnswered } from './end-input.ts'
import type { Moment } from './event.ts'
import { quit } from './on-enter.ts'
import { onError } from './on-error.ts'
import { goAway } from './on-link.ts'
import { onPong, ping } from './on-pong.ts'
import { countDown, onGameOver, onMatched, onRaceOver, onSeat, onSnapshot, onTick } from './on-race.ts'
import { isSettled } from './race-state.ts'
import type { State } from './state.ts'
import { chatLine } from './talk.ts'

/** A line came. What cannot be read is passed over: the rest of the connection may be sound. */
export const onLine = (state: State, line: string, moment: Moment): Step => {
  const read = readMessage(line)
  const isLoggedIn = state.link.state === 'ready'
  const heard: State = isLoggedIn ? { ...state, silence: startOver(state.silence, moment.now) } : state
  if (read.read === 'message') return onMessage(heard, read.message, moment)
  // The first line of a server that speaks this protocol can be read.
  return read.read === 'garbage' && state.link.state === 'logging-in'
    ? goAway(heard, moment, 'not-ketik')
    : step(heard)
}

const onMessage = (state: State, message: ServerMessage, moment: Moment): Step => {
  if ('status' in message) {
    if (message.status === 'matched') return onMatched(state, message, moment)
    const { queue } = state
    return step(queue === null ? state : { ...state, queue: { ...queue, count: message.waiting_count } })
  }
  switch (message.type) {
    case 'welcome':
      return onWelcome(state, message, moment)
    case 'res_leaderboard':
      return onBoard(state, message)
    case 'pong':
      return onPong(state, message, moment)
    case 'tick':
      return onTick(state, message)
    case 'snapshot':
      return onSnapshot(state, message, moment)
    case 'seat':
      return onSeat(state, message)
    case 'game_over':
      return onGameOver(state, message)
    case 'race_over':
      return onRaceOver(state, message)
    case 'chat':
      return step(withLine(state, chatLine(message)))
    case 'presence':
      return step(
        withLine({ ...state, online: message.online }, { line: message.event, username: message.username }),
      )
    case 'error':
      return onError(state, message, moment)
    case 'move':
      return onMove(state, message.withinMs, moment)
    case 'cluster':
      return step({ ...state, clusterOk: message.state === 'ok' })
    case 'bye':
      return step({ ...state, bye: { code: message.code, retryable: message.retryable } })
    case 'countdown':
    case 'start_game':
      // This program goes by the clock; the line only wakes it when its own timer is late.
      return countDown(state, moment)
    case 'opponent_progress':
      // For clients without ticks.
      return step(state)
    default:
      return assertNever(message)
  }
}

const onWelcome = (state: State, welcome: Welcome, moment: Moment): Step => {
  const { token, now, online } = welcome
  const ready: State = {
    ...state,
    token,
    welcomed: true,
    link: { state: 'ready' },
    silence: startRunning(moment.now),
    roughOffsetMs: now - moment.now,
    online,
    clusterOk: true,
  }
  const told = !state.welcomed ? note(ready, state.options.words.welcome) : ready
  const pinged = andThen(step(told, hush('late')), next => ping(next, moment))
  // A closed connection has left the queue.
  if (state.queue !== null)
    return andThen(pinged, next => step(next, send({ type: 'req_matchmaking', ...state.queue?.wish })))
  return state.race === null || isSettled(state.race)
    ? pinged
    : andThen(pinged, next => step(waitForSnapshot(next, moment), wake('snapshot', LOOK_MS)))
}

const waitForSnapshot = (state: State, { now }: Moment): State => ({
  ...state,
  snapshotWait: timerSet(startRunning(now), now, LOOK_MS),
})

const onBoard = (state: State, { data }: Leaderboard): Step => {
  if (state.link.state === 'logging-in')
    return step(state, { do: 'quit', problem: state.options.words.oldServer })
  const [due = 'told', ...boardsDue] = state.boardsDue
  const known: State = { ...state, board: data, boardsDue }
  if (isAllAnswered(known)) return quit(known)
  if (due === 'told') return step(known)
  return step(withLine(known, { line: 'board', title: state.options.words.boardTitle(due), rows: data }))
}

/** This node is about to stop: at another, before it does. */
const onMove = (state: State, withinMs: number, { chance }: Moment): Step => {
  const moving: State = { ...state, bye: { code: CLOSE.moving, retryable: true } }
  return step(warn(moving, state.options.words.moving), wake('reconnect', chance * withinMs))
}
