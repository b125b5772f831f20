import { LOOK_MS, SNAPSHOT_WITHIN_MS, timerFired, timerSet } from '@ketik/client'
import { assertNever } from '@ketik/race'
import { andThen, type Step, step, wake } from './effect.ts'
import type { Moment, TimerName } from './message.ts'
import { onLateDue, reconnect } from './on-link.ts'
import { onPingDue } from './on-pong.ts'
import { flush } from './on-press.ts'
import { tickCount } from './on-race.ts'
import type { World } from './world.ts'

export const onWoke = (world: World, timer: TimerName, moment: Moment): Step => {
  switch (timer) {
    case 'reconnect':
      return world.link.state === 'away' ? reconnect(world, moment) : step(world)
    case 'move':
      return reconnect(world, moment)
    case 'late':
      return onLateDue(world, moment)
    case 'ping':
      return onPingDue(world, moment)
    case 'batch':
      return flush(world)
    case 'count':
      return tickCount(world, moment)
    case 'snapshot':
      return onSnapshotDue(world, moment)
    default:
      return assertNever(timer)
  }
}

/** Logged in again, and no node holds our seat: the race went on without us, and the archive knows how. */
const onSnapshotDue = (world: World, { now }: Moment): Step => {
  if (world.race === null || world.link.state !== 'ready') return step(world)
  const snapshotWait = timerFired(world.snapshotWait, now)
  if (snapshotWait.ranMs < SNAPSHOT_WITHIN_MS)
    return step({ ...world, snapshotWait: timerSet(snapshotWait, now, LOOK_MS) }, wake('snapshot', LOOK_MS))
  return andThen(step({ ...world, race: { ...world.race, lost: true } }), flush)
}
