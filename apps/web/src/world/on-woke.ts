import { assertNever } from '@ketik/race'
import { andThen, type Step, step } from './effect.ts'
import type { Moment, TimerName } from './message.ts'
import { goAway, reconnect } from './on-link.ts'
import { ping } from './on-pong.ts'
import { flush } from './on-press.ts'
import { tickCount } from './on-race.ts'
import type { World } from './world.ts'

/** A connection this long without a frame is dead: pongs come every two seconds. */
const SILENT_MS = 9_000

export const onWoke = (world: World, timer: TimerName, moment: Moment): Step => {
  switch (timer) {
    case 'reconnect':
      return world.link.state === 'away' ? reconnect(world) : step(world)
    case 'move':
      return reconnect(world)
    case 'late':
      return isLoggingIn(world) ? goAway(world, moment, { do: 'close' }) : step(world)
    case 'ping':
      return onPingDue(world, moment)
    case 'batch':
      return flush(world)
    case 'count':
      return tickCount(world, moment)
    case 'snapshot':
      return noSnapshot(world)
    default:
      return assertNever(timer)
  }
}

const isLoggingIn = ({ link }: World): boolean => link.state === 'opening' || link.state === 'logging-in'

const onPingDue = (world: World, moment: Moment): Step => {
  if (world.link.state !== 'ready') return step(world)
  if (moment.now - world.lastFrameAt > SILENT_MS) return goAway(world, moment, { do: 'close' })
  return ping(world, moment)
}

/** Logged in again, and no node holds our seat: the race went on without us, and the archive knows how. */
const noSnapshot = (world: World): Step => {
  if (world.race === null || world.link.state !== 'ready') return step(world)
  return andThen(step({ ...world, race: { ...world.race, lost: true } }), flush)
}
