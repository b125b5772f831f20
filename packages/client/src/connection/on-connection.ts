import { CLOSE, mayReconnect } from '@ketik/protocol'
import { LOOK_MS, loginWithinMs } from '../clock/pings.ts'
import { retryAfterMs } from '../clock/retry-after.ts'
import { startRunning, timerFired, timerSet } from '../clock/running-time.ts'
import { type Credentials, isRacing, type Link } from '../link.ts'
import { andThen, cancelTimer, type LinkStep, notify, setTimer, step } from '../link-effect.ts'
import type { LinkFault, Moment } from '../link-event.ts'

export const attemptOf = ({ connection }: Link): number => ('attempt' in connection ? connection.attempt : 0)

const stillTimers = [cancelTimer('ping'), cancelTimer('login'), cancelTimer('move')] as const

export const logIn = (link: Link, credentials: Credentials, moment: Moment): LinkStep =>
  connect({ ...link, credentials }, moment)

/** Opens a connection now, in place of whatever there was. */
export const connect = (link: Link, { now }: Moment): LinkStep =>
  link.credentials === null
    ? step(link)
    : step(
        {
          ...link,
          connection: { phase: 'connecting', attempt: attemptOf(link) },
          bye: null,
          silence: timerSet(startRunning(now), now, LOOK_MS),
        },
        { do: 'close' },
        cancelTimer('reconnect'),
        ...stillTimers,
        { do: 'connect', address: link.address },
        setTimer('login', LOOK_MS),
      )

/** A connection that neither opens nor logs in is given up for another. */
export const onLoginDue = (link: Link, moment: Moment): LinkStep => {
  const { phase } = link.connection
  if (phase !== 'connecting' && phase !== 'authenticating') return step(link)
  const silence = timerFired(link.silence, moment.now)
  if (silence.ranMs >= patienceMs(link))
    return goAway(link, moment, phase === 'connecting' ? 'timed-out' : 'silent')
  return step({ ...link, silence: timerSet(silence, moment.now, LOOK_MS) }, setTimer('login', LOOK_MS))
}

const patienceMs = (link: Link): number => {
  const isStranger = link.connection.phase === 'authenticating' && !link.welcomed
  return (isStranger ? link.habits.firstAnswerMs : null) ?? loginWithinMs(isRacing(link))
}

/** The connection ended. The close code, or the `bye` before it, says whether the client may connect again. */
export const onClosed = (
  link: Link,
  code: number | undefined,
  fault: LinkFault | undefined,
  moment: Moment,
): LinkStep => {
  const { phase } = link.connection
  if (phase === 'offline' || phase === 'closed' || phase === 'away' || phase === 'resting') return step(link)
  const reason = code ?? link.bye?.code ?? 0
  if (link.bye?.retryable === false || !mayReconnect(reason)) {
    const closed: Link = {
      ...link,
      connection: { phase: 'closed', code: link.bye?.code ?? reason },
      queue: null,
    }
    return step(closed, ...stillTimers, notify({ on: 'closed', code: link.bye?.code ?? reason }))
  }
  const isAtEase = link.queue === null && (link.race === null || link.race.standings !== null)
  if (reason === CLOSE.idle && isAtEase && link.habits.restsWhenIdle)
    return step({ ...link, connection: { phase: 'resting' } }, ...stillTimers)
  return goAway(link, moment, fault ?? 'ended', reason)
}

/**
 * Waits, then tries again: first the address in use, then the next ones. A node that announced its end is passed over,
 * since it is about to stop.
 */
export const goAway = (
  link: Link,
  { now, chance }: Moment,
  fault: LinkFault,
  code = link.bye?.code ?? 0,
): LinkStep => {
  const { addresses } = link.habits
  const attempt = attemptOf(link)
  const afterMs = retryAfterMs(attempt, chance, addresses)
  const wasOnline = link.connection.phase === 'online'
  const address = wasOnline && link.bye === null ? link.address : nextAddress(link)
  const connection = { phase: 'away', attempt: attempt + 1, retryAt: now + afterMs } as const
  return step(
    { ...link, address, connection, online: null },
    { do: 'close' },
    ...stillTimers,
    setTimer('reconnect', afterMs),
    notify({ on: 'disconnected', wasOnline, fault, address: link.address, attempt: attempt + 1, code }),
  )
}

const nextAddress = ({ address, habits }: Link): number => (address + 1) % habits.addresses

/** This node is about to stop. Each client moves at its own moment, so that they do not arrive together. */
export const onMoveAnnounced = (link: Link, withinMs: number, { chance }: Moment): LinkStep =>
  step(
    { ...link, bye: { code: CLOSE.moving, retryable: true } },
    setTimer('move', chance * withinMs),
    notify({ on: 'move-announced' }),
  )

export const onMoveDue = (link: Link, moment: Moment): LinkStep =>
  link.connection.phase === 'online'
    ? andThen(connect({ ...link, address: nextAddress(link) }, moment), next =>
        step(next, notify({ on: 'moved' })),
      )
    : step(link)

export const disconnect = (link: Link): LinkStep =>
  step(
    { ...link, connection: { phase: 'offline' }, online: null },
    { do: 'close' },
    cancelTimer('reconnect'),
    cancelTimer('batch'),
    cancelTimer('count'),
    cancelTimer('snapshot'),
    ...stillTimers,
  )

export const logOut = (link: Link): LinkStep =>
  disconnect({ ...link, credentials: null, isOwner: false, queue: null, race: null })
