import { handStructure } from './hand-structure.ts'
import type { LoggedKey } from './key-log.ts'
import { inReview, type Signal } from './signals.ts'

/** The shortest texts have 60 characters. A fast log of fewer gaps leaves most of its keys without a rhythm. */
const GAPS_MIN = 50
/** Standard deviations at 200 gaps and more; less for shorter logs. `npm run corpus -- --sweep` shows other limits. */
const GAPS_FULL = 200
const STRUCTURE_REVIEWED_BELOW = 2.3
const HINT_BELOW = 6
/**
 * In short logs few pairs of keys come again, so the limit falls faster than the root: 1 for so many gaps, from 0 at
 * 80. A higher one would send more than 2 % of honest fast logs to review.
 */
const SHORT_GAPS_AT_0 = 80
const SHORT_GAPS_PER_1 = 20

/** Whether the rhythm of a fast log follows its keys. Pairs and words must do so on their own, whatever the tail. */
export function readHand(keys: readonly LoggedKey[]): readonly Signal[] {
  const hand = handStructure(keys, GAPS_MIN)
  if (hand === undefined) return [inReview('no-hand', 0)]
  const { score, structure, gaps } = hand
  // Deviations grow with the root of the number of gaps.
  const share = Math.sqrt(Math.min(1, gaps / GAPS_FULL))
  const limit = Math.min(STRUCTURE_REVIEWED_BELOW * share, (gaps - SHORT_GAPS_AT_0) / SHORT_GAPS_PER_1)
  if (structure < limit) return [inReview('no-hand', structure)]
  return score < HINT_BELOW * share ? [{ kind: 'no-hand', verdict: 'hint', measured: score }] : []
}
