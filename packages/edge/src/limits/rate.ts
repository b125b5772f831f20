/**
 * A budget that refills evenly, whose state is one number, so that ten thousand addresses may have five each: the
 * instant at which it is full again, in ms of any one clock. 0 is full.
 */
export class Rate {
  readonly #costMs: number
  readonly #burstMs: number

  /** `burst` at once, `perSecond` for ever. */
  constructor(burst: number, perSecond: number) {
    this.#costMs = 1_000 / perSecond
    this.#burstMs = burst * this.#costMs
  }

  /** The state after taking `cost`, or undefined when there is not so much. */
  take(fullAt: number, now: number, cost = 1): number | undefined {
    const after = Math.max(fullAt, now) + cost * this.#costMs
    // Half a microsecond for what adding fractions of milliseconds loses.
    return after - now > this.#burstMs + 0.0005 ? undefined : after
  }

  /** How long until so much can be taken, in ms; 0 when it can be taken now. */
  waitMs(fullAt: number, now: number, cost = 1): number {
    return Math.max(0, Math.max(fullAt, now) + cost * this.#costMs - now - this.#burstMs - 0.0005)
  }

  /** Whether at least half of the burst is left. */
  isHalfFull(fullAt: number, now: number): boolean {
    return fullAt - now <= this.#burstMs / 2
  }

  /** The state after taking `cost`, there or not: what is owed is refilled first, up to the burst once more. */
  owe(fullAt: number, now: number, cost: number): number {
    return Math.min(Math.max(fullAt, now) + cost * this.#costMs, now + 2 * this.#burstMs)
  }

  /** Whether as much is owed as can be. */
  isOwedAll(fullAt: number, now: number): boolean {
    return fullAt - now > 2 * this.#burstMs - this.#costMs
  }
}
