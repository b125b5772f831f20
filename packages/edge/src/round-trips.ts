const SAMPLES_MAX = 16
const ROUND_TRIP_MS_MAX = 10_000

/** The round trips a client let us measure: the last few, and their median. */
export class RoundTrips {
  readonly #samples: number[] = []

  /** `echo` is the `now` of our pong that the client sends back, `heldMs` how long it kept it. */
  measure(now: number, echo: number, heldMs: number): void {
    const roundTripMs = now - echo - heldMs
    if (!(roundTripMs >= 0 && roundTripMs <= ROUND_TRIP_MS_MAX)) return
    this.#samples.push(roundTripMs)
    if (this.#samples.length > SAMPLES_MAX) this.#samples.shift()
  }

  median(): number | undefined {
    const sorted = [...this.#samples].sort((a, b) => a - b)
    return sorted[Math.floor((sorted.length - 1) / 2)]
  }
}
