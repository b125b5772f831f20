import type { LocalClock } from '@ketik/client'
import type { Actor, World } from './world.ts'

/** The virtual time of one player's device. `idle`: what its timers do repeats itself, and may be skipped for a while. */
export const playerClock = (world: World, actor: Actor, idle: boolean, lateMs = 0): LocalClock => ({
  now: () => world.now,
  chance: () => world.choices.pick(1_000) / 1_000,
  after: (ms, run) => world.timer(ms + lateMs, actor, run, idle),
})
