import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  BATCH_HOLD_MS,
  createTyping,
  datedMs,
  dateKey,
  figuresOf,
  isComplete,
  type LoggedKey,
  loggedKey,
  offlineSpansOf,
  press,
  pressTimes,
} from './index.ts'

const TEXT = 'the quick brown fox jumps over the lazy dog and runs away '.repeat(3).trim()

type Outage = { readonly fromMs: number; readonly toMs: number }

/** The log a node keeps of a steady typist who is offline for a while. Batches of 64 follow each other on return. */
function logOf(gapMs: number, creditMs: number, outage: Outage): LoggedKey[] {
  const typing = createTyping(TEXT)
  const log: LoggedKey[] = []
  let lastDatedMs = 0
  for (const [index, key] of [...TEXT].entries()) {
    const claimedMs = 800 + index * gapMs
    const isOffline = claimedMs >= outage.fromMs && claimedMs < outage.toMs
    const arrivalMs = isOffline ? outage.toMs + Math.floor(index / 64) : claimedMs + 20
    press(typing, key)
    const heldMs = isComplete(typing) ? 0 : BATCH_HOLD_MS
    const dated = dateKey({ claimedMs, arrivalMs, creditMs, lastDatedMs, heldMs })
    if (typeof dated !== 'number') throw new Error(dated)
    lastDatedMs = dated
    log.push(loggedKey(claimedMs, key, dated))
  }
  return log
}

test('[RACE-55] keys typed offline spread evenly between the last key online and what the allowance permits', () => {
  const log: LoggedKey[] = [
    [1_000, 'a'],
    [1_100, 'b', 5_000],
    [1_200, 'c', 5_000],
    [1_300, 'd', 5_010],
    [1_400, 'e', 5_040],
    [5_060, 'f'],
  ]
  expect(pressTimes(log)).toEqual([1_000, 2_010, 3_020, 4_030, 5_040, 5_060])
})

test('[RACE-55] keys within the allowance count when their client says, and a late batch each on its own', () => {
  const log: LoggedKey[] = [
    [1_000, 'a', 1_200],
    [1_050, 'b', 1_200],
    [1_100, 'c', 1_300],
    [1_150, 'd', 1_300],
    [1_400, 'e'],
  ]
  expect(pressTimes(log)).toEqual([1_000, 1_200, 1_250, 1_300, 1_400])
  expect(pressTimes(log.map(([ms, key]) => [ms, key]))).toEqual([1_000, 1_050, 1_100, 1_150, 1_400])
})

test('[RACE-55] no outage changes a speed, and times never fall', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 40, max: 400 }),
      fc.integer({ min: 0, max: 1_000 }),
      fc.integer({ min: 0, max: 30_000 }),
      fc.integer({ min: 0, max: 60_000 }),
      (gapMs, creditMs, fromMs, lengthMs) => {
        const log = logOf(gapMs, creditMs, { fromMs, toMs: fromMs + lengthMs })
        const times = pressTimes(log)
        const figures = figuresOf(TEXT, log)
        const durationMs = datedMs(log.at(-1) ?? [0, '']) - (log[0]?.[0] ?? 0)
        expect(figures.wpm).toBe((12_000 * (TEXT.length - 1)) / durationMs)
        expect(times.at(-1)).toBe(datedMs(log.at(-1) ?? [0, '']))
        expect(times[0]).toBe(log[0]?.[0])
        for (const [index, ms] of times.entries()) {
          expect(ms).toBeGreaterThanOrEqual(times[index - 1] ?? 0)
          expect(ms).toBeLessThanOrEqual(datedMs(log[index] ?? [0, '']))
        }
      },
    ),
  )
})

test('[RACE-56] an outage of ten seconds is marked, shows no burst, and does not spoil the consistency', () => {
  const log = logOf(100, 40, { fromMs: 5_000, toMs: 15_000 })
  const { wpm, offline, offlineMs, wpmPerSecond, consistency } = figuresOf(TEXT, log)
  // The last of the hundred keys is within the allowance; the others arrived in two batches, 1 ms apart.
  expect(offline).toEqual([{ fromMs: 4_900, toMs: 15_002 - 40 - BATCH_HOLD_MS, keys: 99 }])
  expect(offlineMs).toBe(offline[0] && offline[0].toMs - offline[0].fromMs)
  // The typist keeps 120 wpm; without the spreading one second would show hundreds.
  expect(Math.max(...wpmPerSecond)).toBeLessThanOrEqual(132)
  expect(consistency).toBeGreaterThan(90)
  expect(wpm).toBeLessThanOrEqual(120)
})

test('[RACE-56] a run typed offline as a whole has a speed and no consistency', () => {
  const log = logOf(100, 40, { fromMs: 0, toMs: 60_000 })
  const { wpm, offline, consistency } = figuresOf(TEXT, log)
  expect(offline).toHaveLength(1)
  expect(consistency).toBeNull()
  expect(wpm).toBeLessThan(40)
})

test('[RACE-56] ordinary delay is not offline', () => {
  expect(offlineSpansOf(logOf(100, 0, { fromMs: 5_000, toMs: 5_900 }))).toEqual([])
  const lagging = logOf(100, 0, { fromMs: 0, toMs: 0 }).map(
    ([ms, key]): LoggedKey => loggedKey(ms, key, Math.ceil(ms / 100) * 100 + 3_000),
  )
  expect(offlineSpansOf(lagging).length).toBeLessThanOrEqual(1)
})
