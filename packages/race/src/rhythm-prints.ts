import { characterGaps } from './character-gaps.ts'
import { isErasing } from './is-key.ts'
import type { LoggedKey } from './key-log.ts'
import { claimedGaps } from './rhythm.ts'

/** Gaps in one print. */
const WINDOW = 12
/** Width of a step of gaps, as a logarithm: 0.26 is 30 %. Whole milliseconds and a change of speed stay within it, mostly. */
const STEP = 0.26
/** A window of fewer different steps is no rhythm of anyone's: a coarse clock, or a machine. */
const STEPS_MIN = 4
/** Least prints of a log that are kept, the lowest: two logs with windows in common keep the same ones. */
const PRINTS_MAX = 32
/** Prints in common that make one log a copy of another. Two honest logs have none, or rarely one. */
export const PRINTS_IN_COMMON_MIN = 3

/**
 * What tells a rhythm from any other, whatever the text, the start and the speed: hashes (32 bits, signed) of twelve
 * gaps in a row, each by its ratio to the median. Gaps between characters count as well as all gaps, so that an error
 * that a program inserts hides nothing. Empty for a log of less than some thirty keys.
 */
export function rhythmPrints(keys: readonly LoggedKey[]): readonly number[] {
  const prints = new Set<number>()
  addPrints(prints, claimedGaps(keys))
  if (keys.some(([, key]) => isErasing(key)))
    addPrints(
      prints,
      characterGaps(keys).map(({ ms }) => ms),
    )
  return [...prints].sort((one, other) => one - other).slice(0, PRINTS_MAX)
}

function addPrints(prints: Set<number>, gaps: readonly number[]): void {
  const median = gaps.toSorted((one, other) => one - other)[gaps.length >> 1] ?? 0
  if (median <= 0 || gaps.length < 2 * WINDOW) return
  const steps = gaps.map(gap => (gap <= 2 ? undefined : Math.round(Math.log(gap / median) / STEP)))
  for (let from = 0; from + WINDOW <= steps.length; from++) {
    const print = printOf(steps.slice(from, from + WINDOW))
    if (print !== undefined) prints.add(print)
  }
}

export function printsInCommon(prints: readonly number[], others: readonly number[]): number {
  const known = new Set(others)
  return prints.filter(print => known.has(print)).length
}

/** FNV-1a, 32 bits, then the finaliser of MurmurHash3, so that the lowest prints are any. */
function printOf(steps: readonly (number | undefined)[]): number | undefined {
  if (new Set(steps).size < STEPS_MIN) return undefined
  let hash = 0x811c9dc5
  for (const step of steps) {
    if (step === undefined) return undefined
    hash = Math.imul(hash ^ (step & 0xff), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
