/** The time and the chance of one program. A simulation has its own. */
export type LocalClock = {
  /** Local milliseconds that never fall. */
  now(): number
  /** 0 to 1. Spreads reconnects; not for secrets. */
  chance(): number
  /** Runs something later, unless the answer is called before. */
  after(ms: number, run: () => void): () => void
}

/** Counts from the start of the process. */
export const processClock = (chance: () => number = Math.random): LocalClock => ({
  now: () => performance.now(),
  chance,
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
})

export const systemClock: LocalClock = {
  ...processClock(),
  now: () => performance.timeOrigin + performance.now(),
}
