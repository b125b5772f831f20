import { keyHolds } from './key-holds.ts'
import type { LoggedKey } from './key-log.ts'
import { inReview, type Signal } from './signals.ts'

/** Fewer releases say nothing; a client that sends none loses nothing. */
const HOLDS_MIN = 100
/** Holds of hands spread by 0.15 and more. */
const SPREAD_REVIEWED_BELOW = 0.1
/** Above 130 wpm a hand presses most keys before the last one is up. */
const OVERLAP_REVIEWED_BELOW = 0.03
/** Standard deviations at 200 holds and more; less for shorter logs. */
const BY_KEY_REVIEWED_BELOW = 0.8
const HOLDS_FULL = 200

/** How long keys were held in a fast log. */
export function readHolds(keys: readonly LoggedKey[]): readonly Signal[] {
  const read = keyHolds(keys, HOLDS_MIN)
  if (read === undefined) return []
  const { holds, spread, overlap, byKey } = read
  const signals: Signal[] = []
  if (spread !== undefined && spread < SPREAD_REVIEWED_BELOW) signals.push(inReview('even-holds', spread))
  if (overlap < OVERLAP_REVIEWED_BELOW) signals.push(inReview('no-overlap', overlap))
  // Deviations grow with the root of the number of holds.
  const share = Math.sqrt(Math.min(1, holds / HOLDS_FULL))
  if (byKey < BY_KEY_REVIEWED_BELOW * share) signals.push(inReview('loose-holds', byKey))
  return signals
}
