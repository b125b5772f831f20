import { inReview, type Signal } from './signals.ts'

/**
 * Programs of contract A report each key or each word, and slow ones each few seconds: a step of theirs is a tenth of
 * the text or less. Four even steps are enough; nothing but the finish, or one report halfway, is not.
 */
export const STEP_SHARE_REVIEWED_ABOVE = 0.4

/** Whether the progress of a seat timed by arrival grew in steps. `share`: see `largestStepShare`; undefined when it is not known. */
export function readSteps(share: number | undefined): readonly Signal[] {
  if (share === undefined || share <= STEP_SHARE_REVIEWED_ABOVE) return []
  return [inReview('steps', share)]
}
