import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import type { World } from './world.ts'

/** What of the real world the schedule's processes must not see. */
const real = {
  setTimeout: globalThis.setTimeout,
  setInterval: globalThis.setInterval,
  setImmediate: globalThis.setImmediate,
  clearTimeout: globalThis.clearTimeout,
  clearInterval: globalThis.clearInterval,
  now: performance.now,
  dateNow: Date.now,
  random: Math.random,
  randomBytes: crypto.randomBytes,
}
export const realImmediate = real.setImmediate
export const realNow = (): number => real.now.call(performance)

let bytes: (size: number) => Buffer = real.randomBytes
Object.assign(crypto, { randomBytes: (size: number) => bytes(size) })
syncBuiltinESMExports()

/** Short waits, such as those of nodes between ticks, are stretched by this: nothing in the rules hangs on them. */
const SHORT_MS = 100
const STRETCH = 5
/** Waits up to this long are those between two turns of the same. */
const SWEEP_MS = 1_000

type Timer = { cancelled: boolean; unref(): Timer; ref(): Timer }

/**
 * Puts the schedule's time, timers and randomness in place of the process's own, so that the very code that runs in
 * production runs here. A timer belongs to the actor whose step set it. Answers how to put everything back.
 */
export const enterVirtualTime = (world: World, now: () => number): (() => void) => {
  let ids = 0
  const timer = (ms: number, repeats: boolean, what: string, run: () => void): Timer => {
    const actor = world.current
    const handle: Timer = { cancelled: false, unref: () => handle, ref: () => handle }
    const everyMs = ms >= 1 && ms < SHORT_MS ? ms * STRETCH : ms
    const isIdle = repeats || (ms >= 1 && ms <= SWEEP_MS)
    const set = () =>
      world.after(
        everyMs,
        actor,
        what,
        () => {
          if (handle.cancelled) return
          if (repeats) set()
          run()
        },
        isIdle,
      )
    set()
    return handle
  }
  const clear = (handle: unknown) => {
    if (typeof handle === 'object' && handle !== null) (handle as Timer).cancelled = true
  }
  const globals = globalThis as unknown as Record<string, unknown>
  globals['setTimeout'] = (run: () => void, ms = 0) => timer(ms, false, '', run)
  globals['setInterval'] = (run: () => void, ms = 0) => timer(ms, true, '', run)
  globals['setImmediate'] = (run: () => void) => timer(0, false, '', run)
  globals['clearTimeout'] = clear
  globals['clearInterval'] = clear
  performance.now = () => world.now
  Date.now = () => Math.floor(now())
  Math.random = () => world.choices.pick(1_000) / 1_000
  bytes = size => Buffer.from(`${++ids}`.padStart(2 * size, '0').slice(-2 * size), 'hex')
  return () => {
    Object.assign(globalThis, {
      setTimeout: real.setTimeout,
      setInterval: real.setInterval,
      setImmediate: real.setImmediate,
      clearTimeout: real.clearTimeout,
      clearInterval: real.clearInterval,
    })
    performance.now = real.now
    Date.now = real.dateNow
    Math.random = real.random
    bytes = real.randomBytes
  }
}
