import { isErasing } from './is-key.ts'
import { datedMs, type LoggedKey } from './key-log.ts'

/** Characters this close belong to one event: an input method's commit, or a paste spread thin. */
const EVENT_GAP_MS = 2
/** A gap this near to another counts as equal: timers are rounded, and a program's jitter is small. */
const EQUAL_WITHIN_MS = 2
const EQUAL_WITHIN_SHARE = 0.05
/** Honest clocks are rounded to 1, 4, 8 or 16 ms (16.7 in hardened browsers): only wider steps say anything. */
const GRID_STEP_MIN_MS = 20
const GRID_STEP_MAX_MS = 120
const GRID_WITHIN_MS = 1
/** Shorter halves of a log say nothing of a clock. */
const HALF_MS_MIN = 1_000
/** 10th to 90th percentile of a normal distribution, in standard deviations. */
const DECILE_SPAN = 2.563

/**
 * Milliseconds between successive keys as claimed: dated offsets are clamped after a drop, so they bunch up
 * on honest racers.
 */
export function claimedGaps(keys: readonly LoggedKey[]): readonly number[] {
  return keys.slice(1).map((key, index) => key[0] - (keys[index]?.[0] ?? key[0]))
}

/** Spread of gaps without the outliers: (90th − 10th percentile) / 2.563 / median; undefined at median 0. */
export function gapSpread(gaps: readonly number[]): number | undefined {
  const sorted = gaps.toSorted((one, other) => one - other)
  const median = quantile(sorted, 0.5)
  if (median <= 0) return undefined
  return (quantile(sorted, 0.9) - quantile(sorted, 0.1)) / DECILE_SPAN / median
}

/** Share of gaps that equal the median within 2 ms or 5 %, 0 to 1; 0 where most keys share events with others. */
export function equalGapShare(gaps: readonly number[]): number {
  const median = quantile(
    gaps.toSorted((one, other) => one - other),
    0.5,
  )
  if (median <= EVENT_GAP_MS) return 0
  const within = Math.max(EQUAL_WITHIN_MS, EQUAL_WITHIN_SHARE * median)
  return shareOf(gaps, gap => Math.abs(gap - median) <= within)
}

/** Greatest share of gaps on the multiples of one step of 20 to 120 ms, 0 to 1. */
export function gridShare(gaps: readonly number[]): number {
  let greatest = 0
  for (let stepMs = GRID_STEP_MIN_MS; stepMs <= GRID_STEP_MAX_MS; stepMs++) {
    const share = shareOnGrid(gaps, stepMs)
    if (share > greatest) greatest = share
  }
  return greatest
}

/** Whether at least that share of gaps is on multiples of the step. */
export function isOnGrid(gaps: readonly number[], stepMs: number, share: number): boolean {
  return shareOnGrid(gaps, stepMs) >= share
}

function shareOnGrid(gaps: readonly number[], stepMs: number): number {
  return shareOf(gaps, gap => Math.abs(gap - stepMs * Math.round(gap / stepMs)) <= GRID_WITHIN_MS)
}

/** How many characters came within each event, in order. */
export function eventSizes(keys: readonly LoggedKey[]): readonly number[] {
  const sizes: number[] = []
  let before = Number.NEGATIVE_INFINITY
  for (const [claimedMs, key] of keys) {
    if (isErasing(key)) continue
    if (claimedMs - before <= EVENT_GAP_MS) sizes.push((sizes.pop() ?? 0) + 1)
    else sizes.push(1)
    before = claimedMs
  }
  return sizes
}

/** Median milliseconds from a key to the erasing key that follows it; undefined with fewer than `least` of those. */
export function correctionDelay(keys: readonly LoggedKey[], least: number): number | undefined {
  const delays = claimedGaps(keys).filter(
    (_, index) => isErasing(keys[index + 1]?.[1] ?? '') && !isErasing(keys[index]?.[1] ?? ''),
  )
  if (delays.length < least) return undefined
  return quantile(
    delays.toSorted((one, other) => one - other),
    0.5,
  )
}

/**
 * By how much a client's clock is slow, against the dates of its keys: the ratio of dated to claimed time, the lesser
 * of both halves of the log, so that a delay that begins, or ends, in mid-race is none. 1 for a log under 2 s.
 */
export function clockRatio(keys: readonly LoggedKey[]): number {
  const half = keys.length >> 1
  return Math.min(ratioOf(keys[0], keys[half]), ratioOf(keys[half], keys.at(-1)))
}

function ratioOf(from: LoggedKey | undefined, to: LoggedKey | undefined): number {
  if (from === undefined || to === undefined) return 1
  const claimedMs = to[0] - from[0]
  return claimedMs < HALF_MS_MIN ? 1 : (datedMs(to) - datedMs(from)) / claimedMs
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.round((sorted.length - 1) * share)] ?? 0
}

function shareOf(gaps: readonly number[], holds: (gap: number) => boolean): number {
  return gaps.length === 0 ? 0 : gaps.filter(holds).length / gaps.length
}
