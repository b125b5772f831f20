/** A budget that refills evenly: `burst` at once, `perSecond` for ever. Times in milliseconds of any one clock. */
export class TokenBucket {
  #tokens: number
  #at: number

  constructor(
    private readonly burst: number,
    private readonly perSecond: number,
    now: number,
  ) {
    this.#tokens = burst
    this.#at = now
  }

  /** Takes `cost` and answers true, or takes nothing and answers false. */
  take(now: number, cost = 1): boolean {
    this.#tokens = Math.min(this.burst, this.#tokens + ((now - this.#at) / 1_000) * this.perSecond)
    this.#at = now
    if (this.#tokens < cost) return false
    this.#tokens -= cost
    return true
  }
}
