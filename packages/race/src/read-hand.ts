import { handStructure } from './hand-structure.ts'
import type { LoggedKey } from './key-log.ts'
import { inReview, type Signal } from './signals.ts'

/** Standard deviations at 200 gaps and more; less for shorter logs. `npm run corpus -- --sweep` shows other limits. */
const GAPS_MIN = 100
const GAPS_FULL = 200
const STRUCTURE_REVIEWED_BELOW = 2.3
const HINT_BELOW = 6

/** Whether the rhythm of a fast log follows its keys. Pairs and words must do so on their own, whatever the tail. */
export function readHand(keys: readonly LoggedKey[]): readonly Signal[] {
  const hand = handStructure(keys, GAPS_MIN)
  if (hand === undefined) return []
  const { score, structure, gaps } = hand
  // Deviations grow with the root of the number of gaps.
  const share = Math.sqrt(Math.min(1, gaps / GAPS_FULL))
  if (structure < STRUCTURE_REVIEWED_BELOW * share) return [inReview('no-hand', structure)]
  return score < HINT_BELOW * share ? [{ kind: 'no-hand', verdict: 'hint', measured: score }] : []
}
