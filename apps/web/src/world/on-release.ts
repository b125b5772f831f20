import { putUp } from '@ketik/client'
import { type Step, step } from './effect.ts'
import type { Moment } from './message.ts'
import type { Race } from './race-state.ts'
import type { World } from './world.ts'

/** The physical key that typed the latest key of the outbox is down. Input methods and touch keyboards have no code. */
export const withDown = (race: Race, code: string | undefined): Race =>
  code === undefined ? race : { ...race, down: new Map(race.down).set(code, race.outbox.keys.length - 1) }

/** A physical key came up. The release goes to the server with the next keys, so that it costs no message. */
export const onRelease = (world: World, code: string, { now }: Moment): Step => {
  const { race } = world
  const keyNumber = race?.down.get(code)
  if (race === null || keyNumber === undefined) return step(world)
  const down = new Map(race.down)
  down.delete(code)
  const outbox = putUp(race.outbox, keyNumber, now + race.offsetMs - race.view.startsAt)
  return step({ ...world, race: { ...race, down, outbox } })
}
