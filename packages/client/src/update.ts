import { assertNever } from '@ketik/race'
import {
  connect,
  disconnect,
  logIn,
  logOut,
  onClosed,
  onLoginDue,
  onMoveDue,
} from './connection/on-connection.ts'
import { onOpened } from './connection/on-login.ts'
import { onPingDue } from './connection/on-ping.ts'
import { isOnline, type Link } from './link.ts'
import { andThen, type LinkStep, send, step } from './link-effect.ts'
import type { LinkEvent, Moment, TimerName } from './link-event.ts'
import { onReceived } from './on-received.ts'
import { askRace, leaveQueue, leaveRace } from './queueing.ts'
import { flush, onPress, onRelease } from './racing/on-keys.ts'
import { countDown } from './racing/on-match.ts'
import { onSnapshotDue } from './racing/on-snapshot.ts'

/** Protocol v1 as a function: no clock, no randomness, no I/O of its own. */
export const update = (link: Link, event: LinkEvent, moment: Moment): LinkStep => {
  switch (event.on) {
    case 'log-in':
      return logIn(link, event.credentials, moment)
    case 'reconnect':
      return connect(link, moment)
    case 'disconnect':
      return disconnect(link)
    case 'log-out':
      return logOut(link)
    case 'ask-race':
      return askRace(link, event.wish, moment)
    case 'leave-queue':
      return leaveQueue(link)
    case 'leave-race':
      return leaveRace(link)
    case 'press':
      // The timer of the countdown may be late.
      return andThen(countDown(link, moment), next => onPress(next, event.keys, moment))
    case 'release':
      return onRelease(link, event.keyNumber, moment)
    case 'say':
      return isOnline(link) ? step(link, send(event.message)) : step(link)
    case 'opened':
      return onOpened(link, moment)
    case 'received':
      return onReceived(link, event.message, moment)
    case 'closed':
      return onClosed(link, event.code, event.fault, moment)
    case 'timer':
      return onTimer(link, event.timer, moment)
    default:
      return assertNever(event)
  }
}

const onTimer = (link: Link, timer: TimerName, moment: Moment): LinkStep => {
  switch (timer) {
    case 'reconnect':
      return link.connection.phase === 'away' ? connect(link, moment) : step(link)
    case 'move':
      return onMoveDue(link, moment)
    case 'login':
      return onLoginDue(link, moment)
    case 'ping':
      return onPingDue(link, moment)
    case 'batch':
      return flush(link)
    case 'count':
      return countDown(link, moment)
    case 'snapshot':
      return onSnapshotDue(link, moment)
    default:
      return assertNever(timer)
  }
}
