/** The time and the chance of one program. A simulation has its own. */
export type LocalClock = {
  /** Local milliseconds that never fall. */
  now(): number
  /** 0 to 1. Spreads reconnects; not for secrets. */
  chance(): number
  /** Runs something later, unless the answer is called before. */
  after(ms: number, run: () => void): () => void
}

export const systemClock: LocalClock = {
  now: () => performance.timeOrigin + performance.now(),
  chance: Math.random,
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
