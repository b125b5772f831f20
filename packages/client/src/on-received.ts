import { isReadingFault, type ReadingFault, type ServerMessage } from '@ketik/protocol'
import { assertNever } from '@ketik/race'
import { startOver } from './clock/running-time.ts'
import { goAway, onMoveAnnounced } from './connection/on-connection.ts'
import { onOldServer, onWelcome } from './connection/on-login.ts'
import { onPong } from './connection/on-ping.ts'
import { isOnline, type Link } from './link.ts'
import { type LinkStep, notify, step } from './link-effect.ts'
import type { Moment } from './link-event.ts'
import { onError } from './on-error.ts'
import { countDown, onMatched } from './racing/on-match.ts'
import { onGameOver, onRaceOver, onSeat, onTick } from './racing/on-race-message.ts'
import { onSnapshot } from './racing/on-snapshot.ts'

/** The client ignores what it cannot read, because the rest of the connection may work. */
export const onReceived = (link: Link, message: ServerMessage | ReadingFault, moment: Moment): LinkStep => {
  const heard: Link = isOnline(link) ? { ...link, silence: startOver(link.silence, moment.now) } : link
  if (!isReadingFault(message)) return onMessage(heard, message, moment)
  if (message.fault === 'unknown-type') return step(heard)
  // A malformed first message means that the server does not speak this protocol.
  return heard.connection.phase === 'authenticating' && heard.habits.leavesOtherServices
    ? goAway(heard, moment, 'not-ketik')
    : step(heard, notify({ on: 'unreadable' }))
}

const onMessage = (link: Link, message: ServerMessage, moment: Moment): LinkStep => {
  if ('status' in message) {
    if (message.status === 'matched') return onMatched(link, message, moment)
    const { queue } = link
    return step(queue === null ? link : { ...link, queue: { ...queue, waitingCount: message.waiting_count } })
  }
  switch (message.type) {
    case 'welcome':
      return onWelcome(link, message, moment)
    case 'res_leaderboard':
      return link.connection.phase === 'authenticating'
        ? onOldServer(link)
        : step(link, notify({ on: 'told', message }))
    case 'pong':
      return onPong(link, message, moment)
    case 'tick':
      return onTick(link, message)
    case 'snapshot':
      return onSnapshot(link, message, moment)
    case 'seat':
      return onSeat(link, message)
    case 'game_over':
      return onGameOver(link, message)
    case 'race_over':
      return onRaceOver(link, message)
    case 'chat':
      return step(link, notify({ on: 'told', message }))
    case 'presence':
      return step({ ...link, online: message.online }, notify({ on: 'told', message }))
    case 'error':
      return onError(link, message, moment)
    case 'move':
      return onMoveAnnounced(link, message.withinMs, moment)
    case 'cluster':
      return step({ ...link, cluster: message.state })
    case 'bye':
      return step({ ...link, bye: { code: message.code, retryable: message.retryable } })
    case 'countdown':
    case 'start_game':
      // The client goes by the clock. The message only wakes it when its own timer is late.
      return countDown(link, moment)
    default:
      return assertNever(message)
  }
}
