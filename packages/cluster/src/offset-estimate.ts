/** An offset between two clocks, measured by one request and its answer. Its error is at most half the round trip. */
export type OffsetSample = {
  readonly offsetMs: number
  readonly roundTripMs: number
  /** Monotonic ms of the answer. */
  readonly at: number
}

/** The most by which two clocks drift apart, in ms for each ms. */
const DRIFT = 1e-4

/**
 * The offset of the sample with the smallest possible error, which grows with the sample's age. Samples of a busy
 * moment, whose answers waited on one side only, do not replace a good sample of a quiet moment.
 */
export class OffsetEstimate {
  #best: OffsetSample | undefined

  get offsetMs(): number {
    return this.#best?.offsetMs ?? 0
  }

  take(sample: OffsetSample): void {
    const known = this.#best
    if (known === undefined) {
      this.#best = sample
      return
    }
    const knownErrorMs = errorMs(known, sample.at)
    const sampleErrorMs = errorMs(sample, sample.at)
    // Two samples that contradict each other mean that the other clock was set or replaced.
    const isAnother = Math.abs(sample.offsetMs - known.offsetMs) > knownErrorMs + sampleErrorMs
    if (isAnother || sampleErrorMs <= knownErrorMs) this.#best = sample
  }
}

const errorMs = ({ roundTripMs, at }: OffsetSample, now: number): number =>
  roundTripMs / 2 + DRIFT * (now - at)
