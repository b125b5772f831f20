import type { Choices } from './choices.ts'
import type { EdgeProcess } from './edge-process.ts'
import type { Actor } from './event-heap.ts'
import type { MatchmakerProcess } from './matchmaker-process.ts'
import type { SimLink } from './sim-link.ts'
import type { World } from './world.ts'

const FAULTS = ['crash', 'pause', 'cut', 'deaf', 'drop', 'stop', 'pg cut', 'redis pause'] as const
type FaultKind = (typeof FAULTS)[number]

export type Fault = {
  readonly kind: FaultKind
  readonly atStep: number
  readonly target: number
  readonly ms: number
}

/** Few schedules have none, most one or two: more hide each other. */
const COUNTS = [0, 0, 1, 1, 1, 2, 2, 3] as const
const SPANS_MS = [30, 400, 1_500, 4_200, 7_000] as const
/** Most schedules have begun their last race after so many steps. */
const STEPS_MAX = 1_000

export const chooseFaults = (choices: Choices): readonly Fault[] =>
  Array.from({ length: COUNTS[choices.pick(COUNTS.length)] ?? 0 }, () => ({
    kind: FAULTS[choices.pick(FAULTS.length)] ?? 'crash',
    atStep: choices.pick(STEPS_MAX),
    target: choices.pick(60),
    ms: SPANS_MS[choices.pick(SPANS_MS.length)] ?? 30,
  }))

type Process = EdgeProcess | MatchmakerProcess

type Scene = {
  readonly world: World
  readonly processes: readonly Process[]
  readonly redis: Actor
  /** Starts a process in place of one that ended. */
  replace(process: Process, afterMs: number): void
}

export const strike = ({ kind, target, ms }: Fault, { world, processes, redis, replace }: Scene): void => {
  const alive = processes.filter(({ actor }) => actor.alive)
  const process = alive[target % Math.max(1, alive.length)]
  if (process === undefined) return
  world.current = process.actor
  world.note(`FAULT ${kind} for ${ms} ms`)
  const link = process.links[Math.floor(target / 7) % process.links.length]
  switch (kind) {
    case 'crash':
      process.crash()
      replace(process, ms)
      break
    case 'stop':
      if (process.kind === 'edge') process.stop()
      else process.crash()
      replace(process, 0)
      break
    case 'pause':
      process.actor.pausedUntil = world.now + ms
      break
    case 'redis pause':
      redis.pausedUntil = world.now + Math.min(ms, 1_500)
      break
    case 'cut':
      link?.lose(ms)
      break
    case 'pg cut':
      loseLast(process.links, ms)
      break
    case 'deaf':
      process.links[0]?.deafen(ms)
      break
    case 'drop':
      process.links[0]?.dropPushes()
      break
  }
}

/** A matchmaker's last link is the one to PostgreSQL. */
const loseLast = (links: readonly SimLink[], ms: number): void => links.at(-1)?.lose(ms)
