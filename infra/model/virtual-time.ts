import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import type { World } from './world.ts'

const { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval } = globalThis

/** What of the real world the schedule's processes must not see. */
const REAL = [
  [globalThis, { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval }],
  [performance, { now: performance.now }],
  [Date, { now: Date.now }],
  [Math, { random: Math.random }],
  [crypto, { randomBytes: crypto.randomBytes }],
] as const

/** Resolves once all microtasks have run. */
export const realTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/** Short waits, such as those of nodes between ticks, are stretched by this: nothing in the rules hangs on them. */
const SHORT_MS = 100
const STRETCH = 5

/**
 * Puts the schedule's time, timers and randomness in place of the process's own, so that the very code that runs in
 * production runs here. A timer belongs to the actor whose step set it. Answers how to put everything back.
 */
export const enterVirtualTime = (world: World): (() => void) => {
  let ids = 0
  const timer = (run: () => void, ms: number, repeats: boolean) => {
    const actor = world.current
    const everyMs = ms >= 1 && ms < SHORT_MS ? ms * STRETCH : ms
    const set = () => world.timer(everyMs, actor, repeats ? again : run)
    const again = () => {
      cancel = set()
      run()
    }
    let cancel = set()
    const handle = { cancel: () => cancel(), unref: () => handle, ref: () => handle }
    return handle
  }
  const clear = (handle?: { cancel?(): void }) => handle?.cancel?.()
  Object.assign(globalThis, {
    setTimeout: (run: () => void, ms = 0) => timer(run, ms, false),
    setInterval: (run: () => void, ms = 0) => timer(run, ms, true),
    setImmediate: (run: () => void) => timer(run, 0, false),
    clearTimeout: clear,
    clearInterval: clear,
  })
  Object.assign(performance, { now: () => world.now })
  Object.assign(Date, { now: () => Math.floor(world.clusterNow()) })
  Object.assign(Math, { random: world.chance })
  const randomBytes = (size: number) =>
    Buffer.from(`${++ids}`.padStart(2 * size, '0').slice(-2 * size), 'hex')
  Object.assign(crypto, { randomBytes })
  syncBuiltinESMExports()
  return () => {
    for (const [owner, own] of REAL) Object.assign(owner, own)
    syncBuiltinESMExports()
  }
}
