const SAMPLES_MAX = 16

/** The last round trips of a connection, in ms. The smallest counts: only delays that are real in each of them remain. */
export class RoundTrips {
  readonly #samples: number[] = []

  add(roundTripMs: number): void {
    this.#samples.push(Math.max(0, roundTripMs))
    if (this.#samples.length > SAMPLES_MAX) this.#samples.shift()
  }

  smallest(): number | undefined {
    return this.#samples.length === 0 ? undefined : Math.min(...this.#samples)
  }
}
