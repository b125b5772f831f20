import { type ErrorMessage, PROTOCOL_VERSION, type Welcome } from '@ketik/protocol'
import { startOver, startRunning } from '../clock/running-time.ts'
import { type Link, raceToResume } from '../link.ts'
import { andThen, cancelTimer, type LinkStep, notify, send, step } from '../link-effect.ts'
import type { Moment } from '../link-event.ts'
import { requestRace } from '../queueing.ts'
import { awaitSnapshot } from '../racing/on-snapshot.ts'
import { attemptOf, connect, disconnect, goAway } from './on-connection.ts'
import { ping } from './on-ping.ts'

/** The connection is open: the login names the race to resume, so that the node asks for it at once. */
export const onOpened = (link: Link, { now }: Moment): LinkStep => {
  const { credentials } = link
  if (credentials === null || link.connection.phase !== 'connecting') return step(link)
  const { username, token, passphrase } = credentials
  const race = raceToResume(link)
  const proof = token === null ? (passphrase === undefined ? {} : { passphrase }) : { token }
  return step(
    {
      ...link,
      connection: { phase: 'authenticating', attempt: attemptOf(link) },
      pings: 0,
      pong: null,
      // The time to open is no part of the time in which the server may answer.
      silence: startOver(link.silence, now),
    },
    send({
      type: 'login',
      username,
      v: PROTOCOL_VERSION,
      ...proof,
      ...(race === null ? {} : { race: race.view.id }),
    }),
  )
}

export const onWelcome = (link: Link, welcome: Welcome, moment: Moment): LinkStep => {
  const { username, token, node, now, online, account: isOwner = false } = welcome
  const welcomed: Link = {
    ...link,
    credentials: { ...link.credentials, username, token },
    isOwner,
    welcomed: true,
    connection: { phase: 'online', node },
    silence: startRunning(moment.now),
    roughOffsetMs: now - moment.now,
    online,
    cluster: 'ok',
  }
  const told = step(
    welcomed,
    cancelTimer('login'),
    notify({ on: 'welcomed', welcome, isFirst: !link.welcomed }),
  )
  const pinged = andThen(told, next => ping(next, moment))
  return andThen(andThen(pinged, requestRace), next => awaitSnapshot(next, moment))
}

/** A leaderboard before any `welcome` comes from a server that speaks only contract A. */
export const onOldServer = (link: Link): LinkStep =>
  closeWith(link, [notify({ on: 'old-server', answered: 'login' })])

/** A name that was this client's is free again once the server has noticed the drop. Any other refusal is final. */
export const onLoginRefused = (link: Link, error: ErrorMessage, moment: Moment): LinkStep =>
  error.code === 'name_taken' && link.welcomed && link.habits.retriesNameTaken
    ? goAway(link, moment, 'ended')
    : closeWith(link, [notify({ on: 'login-refused', error })])

const closeWith = (link: Link, told: LinkStep[1]): LinkStep => {
  const [{ connection: _, ...rest }, effects] = disconnect(link)
  return step({ ...rest, connection: { phase: 'closed', code: 0 } }, ...effects, ...told)
}

/** The session is unknown or has ended. */
export const onTokenRefused = (link: Link, moment: Moment): LinkStep => {
  const { credentials } = link
  if (credentials === null) return step(link)
  return andThen(connect({ ...link, credentials: { ...credentials, token: null } }, moment), next =>
    step(next, notify({ on: 'token-refused' })),
  )
}
