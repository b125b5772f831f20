import { WPM_FACTOR, WPM_REFUSED_ABOVE } from './limits.ts'

/**
 * The progress that a seat timed by arrival has reported, as steps. Reports that come faster than anyone types belong to
 * one step: a client may report each key, and its network may deliver many reports at once. Characters of the text, and
 * milliseconds since the start.
 */
export type ProgressSteps = {
  /** Where and when the open step began, which is where the one before it ended. */
  readonly from: Report
  /** The last report, where the open step has come to. */
  readonly last: Report
  /** Characters of the largest step before the open one. */
  readonly largest: number
}

export type Report = { readonly chars: number; readonly arrivalMs: number }

const START: Report = { chars: 0, arrivalMs: 0 }
export const NO_STEPS: ProgressSteps = { from: START, last: START, largest: 0 }

/** The steps after one more report. A report without progress changes nothing. */
export function afterReport(steps: ProgressSteps, report: Report): ProgressSteps {
  const { from, last, largest } = steps
  if (report.chars <= last.chars) return steps
  if (!isTypable(last, report) || !isTypable(from, report)) return { ...steps, last: report }
  return { from: last, last: report, largest: Math.max(largest, last.chars - from.chars) }
}

/** The largest step as a share of the text, 0 to 1, when the text of `chars` characters is complete at `arrivalMs`. */
export function largestStepShare(steps: ProgressSteps, chars: number, arrivalMs: number): number {
  const { from, last, largest } = afterReport(steps, { chars, arrivalMs })
  return Math.max(largest, last.chars - from.chars) / chars
}

function isTypable(from: Report, to: Report): boolean {
  return (
    WPM_FACTOR * (to.chars - from.chars) <= WPM_REFUSED_ABOVE * Math.max(0, to.arrivalMs - from.arrivalMs)
  )
}
