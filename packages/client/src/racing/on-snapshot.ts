import type { Snapshot } from '@ketik/protocol'
import { LOOK_MS, SNAPSHOT_WITHIN_MS } from '../clock/pings.ts'
import { startRunning, timerFired, timerSet } from '../clock/running-time.ts'
import { clusterOffset, isOnline, type Link, raceToResume } from '../link.ts'
import { andThen, cancelTimer, type LinkStep, notify, send, setTimer, step } from '../link-effect.ts'
import type { Moment } from '../link-event.ts'
import { isOwnSeatDone } from './is-own-seat-done.ts'
import { type LinkRace, newRace, typedAgain, withKeys } from './link-race.ts'
import { flush } from './on-keys.ts'
import { countDown } from './on-match.ts'
import { acknowledge, emptyOutbox, resendFrom } from './outbox.ts'

/** After a login that named a race: a node that holds the seat sends its snapshot within `SNAPSHOT_WITHIN_MS`. */
export const awaitSnapshot = (link: Link, { now }: Moment): LinkStep =>
  raceToResume(link) === null
    ? step(link)
    : step(
        { ...link, snapshotWait: timerSet(startRunning(now), now, LOOK_MS) },
        setTimer('snapshot', LOOK_MS),
      )

/** No snapshot came: the race went on without this player. */
export const onSnapshotDue = (link: Link, { now }: Moment): LinkStep => {
  const { race } = link
  if (race === null || !isOnline(link) || race.standings !== null) return step(link)
  const snapshotWait = timerFired(link.snapshotWait, now)
  if (snapshotWait.ranMs < SNAPSHOT_WITHIN_MS)
    return step(
      { ...link, snapshotWait: timerSet(snapshotWait, now, LOOK_MS) },
      setTimer('snapshot', LOOK_MS),
    )
  return step({ ...link, race: { ...race, lost: true } }, cancelTimer('batch'), notify({ on: 'seat-lost' }))
}

/** This node holds the seat: the race goes on from here, with every key that was typed meanwhile. */
export const onSnapshot = (link: Link, snapshot: Snapshot, moment: Moment): LinkStep => {
  const stop = cancelTimer('snapshot')
  // The connection dropped before the server read that the player leaves.
  if (snapshot.race.id === link.leftRace) return step(link, stop, send({ type: 'leave_race' }))
  const isSeatDone = isOwnSeatDone(snapshot)
  // The player went on to wait for another race.
  if (isSeatDone && link.queue !== null) return step(link, stop)
  const before = link.race?.view.id === snapshot.race.id ? link.race : null
  const race = resumed(before ?? newRace(snapshot.race, clusterOffset(link)), snapshot)
  const told = notify({ on: 'resumed', wasKnown: before !== null, isSeatDone })
  const flushed = andThen(step({ ...link, race, queue: null }, stop, told), flush)
  return andThen(flushed, next => countDown(next, moment))
}

/** What was typed here wins, unless the cluster has more of it: this program may have been started anew. */
const resumed = (race: LinkRace, { ack, keys, seats, race: view }: Snapshot): LinkRace => {
  const isAhead = race.outbox.keys.length >= keys.length
  const outbox = isAhead ? race.outbox : { ...emptyOutbox, keys, acked: keys.length, sent: keys.length }
  const typing = isAhead ? race.typing : typedAgain(view.text.text, keys)
  return {
    ...withKeys(race, typing, resendFrom(acknowledge(outbox, ack), ack)),
    view,
    seats: race.seats.map(seat => seats.find(told => told.seat === seat.seat) ?? seat),
    lost: false,
  }
}
