import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WPM_FACTOR } from './limits.ts'
import { plausibilityOf } from './plausibility.ts'
import { afterReport, largestStepShare, NO_STEPS, type Report } from './progress-steps.ts'

const CHARS = 200
type Reported = readonly [percent: number, arrivalMs: number]

const share = (reports: readonly Reported[], finishMs: number) => {
  const steps = reports
    .map(([percent, arrivalMs]): Report => ({ chars: (percent / 100) * CHARS, arrivalMs }))
    .reduce(afterReport, NO_STEPS)
  return largestStepShare(steps, CHARS, finishMs)
}

const verdict = (reports: readonly Reported[], finishMs: number) => {
  const wpm = (WPM_FACTOR * CHARS) / finishMs
  const figures = { wpm, raceWpm: wpm }
  return plausibilityOf({ timed: 'arrival', figures, largestStep: share(reports, finishMs) }).verdict
}

/** A report for each key of an even typist. */
const keyByKey = (wpm: number): readonly Reported[] =>
  Array.from({ length: CHARS }, (_, i) => [(100 * (i + 1)) / CHARS, ((i + 1) * WPM_FACTOR) / wpm])

describe('[VERIFIED-3] the progress of a seat timed by arrival', () => {
  it('is in review when nothing but the finish arrived', () => {
    expect(share([], 20_000)).toBe(1)
    expect(verdict([], 20_000)).toBe('review')
    expect(verdict([[50, 10_000]], 20_000)).toBe('review')
    expect(verdict([[50, 10_000], [100, 19_990]], 20_000)).toBe('review') // biome-ignore format: one case a line
  })

  it('is accepted from a client that reports each key, each word or each quarter', () => {
    for (const wpm of [20, 100, 240])
      expect(verdict(keyByKey(wpm), (WPM_FACTOR * CHARS) / wpm)).toBe('accepted')
    expect(verdict([[25, 5_000], [50, 10_000], [75, 15_000]], 20_000)).toBe('accepted') // biome-ignore format: one case a line
    expect(verdict([[40, 8_000], [80, 16_000]], 20_000)).toBe('accepted') // biome-ignore format: one case a line
  })

  it('is in review when all reports arrive at the end, at once or one after the other', () => {
    for (const apartMs of [0, 1, 20, 50]) {
      const atOnce = Array.from({ length: 20 }, (_, i): Reported => [5 * i, 19_000 + apartMs * i])
      expect(verdict(atOnce, 20_000)).toBe('review')
    }
  })

  it('is in review when small steps part large ones', () => {
    const hidden: readonly Reported[] = [
      [30, 20_000],
      [30.5, 20_100],
      [60, 20_101],
      [60.5, 20_200],
      [90, 20_201],
      [90.5, 20_300],
    ]
    expect(verdict(hidden, 20_301)).toBe('review')
  })

  it('is accepted when the network holds the reports of some seconds and delivers them at once', () => {
    const typed = keyByKey(100)
    for (let stalledFrom = 0; stalledFrom <= 18_000; stalledFrom += 500) {
      const until = stalledFrom + 6_000
      const arrived = typed.map(
        ([percent, at]): Reported => [percent, at > stalledFrom && at < until ? until : at],
      )
      expect(verdict(arrived, 24_000)).toBe('accepted')
    }
  })

  it('never has steps that are smaller than the largest jump reported, whatever is reported', () => {
    const anyReports = fc.array(
      fc.tuple(fc.double({ min: 0, max: 100, noNaN: true }), fc.nat({ max: 30_000 })),
    )
    fc.assert(
      fc.property(anyReports, reports => {
        const rising = [...reports.map(([percent]) => percent)].sort((a, b) => a - b)
        const times = [...reports.map(([, at]) => at)].sort((a, b) => a - b)
        const made = rising.map((percent, i): Reported => [percent, times[i] ?? 0])
        const jumps = [...rising, 100].map((percent, i) => percent - (i === 0 ? 0 : (rising[i - 1] ?? 0)))
        expect(share(made, 30_000)).toBeGreaterThanOrEqual(Math.max(...jumps) / 100 - 1e-9)
        expect(share(made, 30_000)).toBeLessThanOrEqual(1 + 1e-9)
      }),
    )
  })
})
