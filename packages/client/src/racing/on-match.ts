import type { Matched } from '@ketik/protocol'
import { clusterOffset, type Link } from '../link.ts'
import { andThen, type LinkStep, notify, setTimer, step } from '../link-effect.ts'
import type { Moment } from '../link-event.ts'
import { COUNT_FROM, newRace } from './link-race.ts'

const SECOND_MS = 1_000

/** The race opens by this client's own reading of cluster time. */
export const onMatched = (link: Link, matched: Matched, moment: Moment): LinkStep => {
  const free: Link = { ...link, queue: null }
  if (matched.race === undefined) return step(free, notify({ on: 'old-server', answered: 'race' }))
  const race = newRace(matched.race, clusterOffset(link))
  return andThen(step({ ...free, race }, notify({ on: 'matched' })), next => countDown(next, moment))
}

/**
 * 3, 2, 1, open: each at its own instant of cluster time, whatever messages come. A key or a message also tells the
 * time, since the timer of the countdown may be late.
 */
export const countDown = (link: Link, { now }: Moment): LinkStep => {
  const { race } = link
  if (race === null || race.count === 0) return step(link)
  const offsetMs = clusterOffset(link)
  const leftMs = race.view.startsAt - (now + offsetMs)
  const count = Math.max(0, Math.min(COUNT_FROM + 1, Math.ceil(leftMs / SECOND_MS)))
  const counted: Link = { ...link, race: { ...race, offsetMs, count } }
  const told = count === race.count ? [] : [notify({ on: 'counted', count })]
  if (count === 0) return step(counted, ...told)
  return step(counted, setTimer('count', Math.ceil(leftMs - (count - 1) * SECOND_MS)), ...told)
}
