/** An offset between two clocks as one question and its answer showed it: true to within half the round trip. */
export type OffsetSample = {
  readonly offsetMs: number
  readonly roundTripMs: number
  /** Monotonic ms at which the answer came. */
  readonly at: number
}

/** Two clocks run apart by at most this, in ms for each ms. */
const DRIFT = 1e-4

/**
 * The offset of the sample that is known to be nearest to the truth, whose error grows as it ages. Samples of a busy
 * moment, whose answers waited on one side only, so do not replace a good one of a quiet moment.
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
    // What cannot both be true means that the other clock was set, or is another one by now.
    const isAnother = Math.abs(sample.offsetMs - known.offsetMs) > knownErrorMs + sampleErrorMs
    if (isAnother || sampleErrorMs <= knownErrorMs) this.#best = sample
  }
}

const errorMs = ({ roundTripMs, at }: OffsetSample, now: number): number =>
  roundTripMs / 2 + DRIFT * (now - at)
