import type { CharacterGap } from './character-gaps.ts'
import { equalGapShare, gapSpread, gridShare, isOnGrid } from './rhythm.ts'
import { inReview, type Signal } from './signals.ts'
import { tiedGaps } from './tied-gaps.ts'

/** Fewer gaps than this say nothing of a rhythm. */
export const GAPS_MIN = 30
/** Human gaps spread by 0.2 and more at speed; a program's jitter seldom by 0.1. */
const SPREAD_REVIEWED_BELOW = 0.1
const EQUAL_REFUSED_FROM = 0.95
/** Only ever for review: the clock of a hardened browser may tick each 100 ms. */
const GRID_REVIEWED_FROM = 0.9
const TOR_CLOCK_MS = 100
/** Fewer gaps have too few pairs that occur again. */
const TIES_GAPS_MIN = 100
const TIES_REVIEWED_FROM = 3.5

/** Gaps of a fast log: no hand makes equal ones, so a log of them is refused. */
export function readFastGaps(gaps: readonly CharacterGap[]): readonly Signal[] {
  const ms = gaps.map(gap => gap.ms)
  if (ms.length < GAPS_MIN) return []
  const equal = equalGapShare(ms)
  if (equal >= EQUAL_REFUSED_FROM) return [{ kind: 'even-gaps', verdict: 'refused', measured: equal }]
  return [...readSpread(ms), ...readGrid(ms), ...readTies(gaps)]
}

/** Gaps of a slower log. The ticks of Tor's clock leave few different gaps there, so they say nothing of a hand. */
export function readSlowGaps(gaps: readonly CharacterGap[]): readonly Signal[] {
  const ms = gaps.map(gap => gap.ms)
  if (ms.length < GAPS_MIN) return []
  const equal = equalGapShare(ms)
  if (equal >= EQUAL_REFUSED_FROM) return [inReview('even-gaps', equal)]
  return isOnGrid(ms, TOR_CLOCK_MS, GRID_REVIEWED_FROM) ? [] : [...readSpread(ms), ...readGrid(ms)]
}

function readSpread(ms: readonly number[]): readonly Signal[] {
  const spread = gapSpread(ms)
  return spread !== undefined && spread < SPREAD_REVIEWED_BELOW ? [inReview('even-gaps', spread)] : []
}

function readGrid(ms: readonly number[]): readonly Signal[] {
  const apart = ms.filter(gap => gap > 1)
  const grid = apart.length < GAPS_MIN ? 0 : gridShare(apart)
  return grid >= GRID_REVIEWED_FROM ? [inReview('grid', grid)] : []
}

function readTies(gaps: readonly CharacterGap[]): readonly Signal[] {
  const ties = gaps.length < TIES_GAPS_MIN ? 0 : tiedGaps(gaps)
  return ties >= TIES_REVIEWED_FROM ? [inReview('tied-gaps', ties)] : []
}
