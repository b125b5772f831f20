import { freshClock, observe } from '@ketik/protocol'
import { type Step, send, step, wake } from './effect.ts'
import type { Moment } from './message.ts'
import type { World } from './world.ts'

/** Pings sent quickly after a login, so that the clock is good before the first countdown. */
const QUICK_PINGS = 5
const QUICK_MS = 120
const CALM_MS = 2_000

export const ping = (world: World, { now }: Moment): Step => {
  const { heard } = world
  const echo = heard === null ? {} : { echo: heard.now, heldMs: Math.max(0, now - heard.at) }
  const pings = world.pings + 1
  return step(
    { ...world, pings },
    send({ type: 'ping', t: now, ...echo }),
    wake('ping', pings < QUICK_PINGS ? QUICK_MS : CALM_MS),
  )
}

/** The first pong of a connection starts the clock anew: a laptop may have slept since the last. */
export const onPong = (world: World, pong: { t: number; now: number }, { now }: Moment): Step => {
  const clock = world.heard === null ? freshClock : world.clock
  return step({ ...world, clock: observe(clock, pong.t, pong.now, now), heard: { now: pong.now, at: now } })
}
