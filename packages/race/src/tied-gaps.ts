import { type CharacterGap, gapsByPair } from './character-gaps.ts'

/** A clock that ticks this slowly makes gaps of one pair equal by itself. */
const COARSE_TICKS_MS = [16.667, 16, 15, 12, 10, 8.333, 8, 6, 5, 4, 3] as const
const FINE_TICKS_MS = [2] as const
const ON_TICK_SHARE = 0.9
const ON_TICK_MS = 0.75
/** Copied gaps are equal to the tick, or, after a timer's rounding, within one. */
const SLACK_TICKS = [0, 1] as const

/**
 * How often a pair of keys takes exactly the same time again, in standard deviations above chance. By chance, two gaps
 * of one pair are equal half as often as they differ by one tick of the clock. Gaps from a table are equal as often as
 * the table is short. Near 0 for hands, and 0 on a coarse clock.
 */
export function tiedGaps(gaps: readonly CharacterGap[]): number {
  const tickMs = tickOf(gaps)
  if (tickMs === undefined) return 0
  const apart = ticksApart(gaps, tickMs)
  return Math.max(...SLACK_TICKS.map(slack => excessOf(apart, slack)))
}

/** By how many ticks each two gaps of one pair differ. */
function ticksApart(gaps: readonly CharacterGap[], tickMs: number): readonly number[] {
  return gapsByPair(gaps, ({ ms }) => ms).flatMap(values =>
    values.flatMap((value, index) =>
      values.slice(index + 1).map(other => Math.round(Math.abs(value - other) / tickMs)),
    ),
  )
}

/** Differences up to the slack, against as many values of a difference beyond it, on both sides. */
function excessOf(apart: readonly number[], slack: number): number {
  const width = 2 * slack + 1
  const tied = apart.filter(ticks => ticks <= slack).length
  const near = apart.filter(ticks => ticks > slack && ticks <= slack + width).length
  return (tied - near / 2) / Math.sqrt(tied + near / 4 + 1)
}

/** Undefined for a coarse clock. */
function tickOf(gaps: readonly CharacterGap[]): number | undefined {
  const isTick = (tickMs: number): boolean => {
    const on = gaps.filter(({ ms }) => Math.abs(ms - tickMs * Math.round(ms / tickMs)) <= ON_TICK_MS)
    return on.length >= ON_TICK_SHARE * gaps.length
  }
  return COARSE_TICKS_MS.some(isTick) ? undefined : (FINE_TICKS_MS.find(isTick) ?? 1)
}
