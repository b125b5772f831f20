import { isOnline, type Link, type RaceWish } from './link.ts'
import { cancelTimer, type LinkStep, send, step } from './link-effect.ts'
import type { Moment } from './link-event.ts'
import { isSettled } from './racing/link-race.ts'

/** Requests a race now, or as soon as the client is online. */
export const askRace = (link: Link, wish: RaceWish, { now }: Moment): LinkStep =>
  link.race !== null && !isSettled(link.race)
    ? step(link)
    : requestRace({ ...link, queue: { wish, since: now, waitingCount: null } })

/** A closed connection has left the queue, so every login requests again. */
export const requestRace = (link: Link): LinkStep =>
  link.queue !== null && isOnline(link)
    ? step(link, send({ type: 'req_matchmaking', ...link.queue.wish }))
    : step(link)

export const leaveQueue = (link: Link): LinkStep =>
  link.queue === null
    ? step(link)
    : step({ ...link, queue: null }, ...(isOnline(link) ? [send({ type: 'leave_queue' })] : []))

/** The race does not come back. The server must know, unless the race is over for this player. */
export const leaveRace = (link: Link): LinkStep => {
  const { race } = link
  if (race === null) return step(link)
  const isOwed = !isSettled(race) && isOnline(link)
  return step(
    { ...link, race: null, leftRace: race.view.id },
    cancelTimer('batch'),
    cancelTimer('count'),
    ...(isOwed ? [send({ type: 'leave_race' })] : []),
  )
}
