/** Cluster time as seen from here, by the pong that came back fastest on this connection. */
export class OffsetEstimate {
  #bestMs = Number.POSITIVE_INFINITY
  #offsetMs: number | undefined
  #heard: { readonly now: number; readonly at: number } | undefined

  observe(t: number, now: number, at: number): void {
    this.#heard = { now, at }
    if (at - t >= this.#bestMs) return
    this.#bestMs = at - t
    this.#offsetMs = now - (t + at) / 2
  }

  /** What the next ping carries, so that the server knows the round trip. */
  echo(): { readonly echo: number; readonly heldMs: number } | undefined {
    if (this.#heard === undefined) return undefined
    return { echo: this.#heard.now, heldMs: Math.max(0, performance.now() - this.#heard.at) }
  }

  /** Undefined before the first pong. */
  clusterNow(): number | undefined {
    return this.#offsetMs === undefined ? undefined : performance.now() + this.#offsetMs
  }
}
