import type { Choices } from './choices.ts'
import type { Process } from './process.ts'
import type { Stage } from './stage.ts'

export type Fault = ReturnType<typeof chooseFault>

/** Most schedules have begun their last race after so many steps. */
const STEPS_MAX = 1_000

/** In the order in which they strike. */
export const chooseFaults = (choices: Choices): Fault[] => {
  // Few schedules have none, most one or two: more hide each other.
  const length = choices.oneOf(0, 0, 1, 1, 1, 2, 2, 3)
  return Array.from({ length }, () => chooseFault(choices)).sort((one, other) => one.atStep - other.atStep)
}

const chooseFault = (choices: Choices) => ({
  kind: choices.oneOf('crash', 'pause', 'cut', 'deaf', 'drop', 'stop', 'pg cut', 'redis pause'),
  atStep: choices.pick(STEPS_MAX),
  target: choices.pick(60),
  ms: choices.oneOf(30, 400, 1_500, 4_200, 7_000),
})

/** `replace`: starts a process in place of the one that the fault ends. */
export const strike = (
  { kind, target, ms }: Fault,
  process: Process,
  { world, redis }: Stage,
  replace: (afterMs: number) => void,
): void => {
  world.current = process
  world.note(`FAULT ${kind} for ${ms} ms`)
  const { links } = process
  const blows: Readonly<Record<Fault['kind'], () => void>> = {
    crash: () => {
      process.crash()
      replace(ms)
    },
    stop: () => {
      process.stop()
      replace(0)
    },
    pause: () => {
      process.pausedUntil = world.now + ms
    },
    'redis pause': () => {
      redis.pausedUntil = world.now + Math.min(ms, 1_500)
    },
    cut: () => links[Math.floor(target / 7) % links.length]?.lose(ms),
    // A matchmaker's last link is the one to PostgreSQL.
    'pg cut': () => links.at(-1)?.lose(ms),
    deaf: () => links[0]?.deafen(ms),
    drop: () => links[0]?.dropPushes(),
  }
  blows[kind]()
}
