import { type Refusal, refuse } from '@ketik/protocol'
import {
  afterReport,
  largestStepShare,
  NO_STEPS,
  type ProgressSteps,
  WPM_FACTOR,
  WPM_REFUSED_ABOVE,
} from '@ketik/race'

/** Characters that may seem to come at once, by a client that tells its progress seldom or in words. */
const BURST_CHARS = 20

/** The typist of a seat that reports only percents (contract A). A human could have typed them since the start. */
export class ReportTypist {
  readonly timed = 'arrival'
  #percent = 0
  #steps: ProgressSteps = NO_STEPS

  constructor(private readonly chars: number) {}

  get percent(): number {
    return this.#percent
  }

  /** `arrivalMs` since the start instant. */
  report(percent: number, arrivalMs: number): Refusal | undefined {
    if (arrivalMs < 0) return refuse('not_started')
    if (percent < this.#percent) return refuse('progress_falls')
    const typed = (percent / 100) * this.chars - BURST_CHARS
    if (typed > 0 && (WPM_FACTOR * typed) / Math.max(1, arrivalMs) > WPM_REFUSED_ABOVE)
      return refuse('implausible')
    this.#percent = percent
    this.#steps = afterReport(this.#steps, { chars: (percent / 100) * this.chars, arrivalMs })
    return undefined
  }

  /** The largest step of the progress, 0 to 1 of the text, if the text is complete at `arrivalMs`. */
  largestStep(arrivalMs: number): number {
    return largestStepShare(this.#steps, this.chars, arrivalMs)
  }
}
