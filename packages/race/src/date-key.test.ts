import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BATCH_HOLD_MS, dateKey, FUTURE_TOLERANCE_MS, figuresOf, type LoggedKey, loggedKey } from './index.ts'

const at = { claimedMs: 1_000, arrivalMs: 1_040, creditMs: 200, lastDatedMs: 900, heldMs: 0 }

test('[RACE-13] a key from the future or from before the start is refused', () => {
  expect(dateKey({ ...at, claimedMs: 1_040 + FUTURE_TOLERANCE_MS + 1 })).toBe('future')
  expect(dateKey({ ...at, claimedMs: -1 })).toBe('early')
})

test.each([
  ['as claimed within the credit', {}, 1_000],
  ['at its arrival when claimed a little after it', { claimedMs: 1_060 }, 1_040],
  ['at arrival less credit when claimed long ago', { claimedMs: 100, lastDatedMs: 0 }, 840],
  ['earlier by the hold within a batch', { claimedMs: 100, lastDatedMs: 0, heldMs: BATCH_HOLD_MS }, 690],
  ['at its arrival without credit', { creditMs: 0 }, 1_040],
  ['no earlier than the key before', { claimedMs: 850 }, 900],
  ['no earlier than the key before even past its arrival', { lastDatedMs: 1_050 }, 1_050],
  ['no earlier than the start', { claimedMs: 0, arrivalMs: -20, lastDatedMs: 0 }, 0],
])('[RACE-14] a key is dated %s', (_, change, dated) => {
  expect(dateKey({ ...at, ...change })).toBe(dated)
})

test('[RACE-14] the date is within its bounds, and dates never fall', () => {
  const ms = fc.integer({ min: 0, max: 5_000 })
  fc.assert(
    fc.property(ms, ms, ms, ms, ms, (claimedMs, arrivalMs, creditMs, lastDatedMs, heldMs) => {
      const dated = dateKey({ claimedMs, arrivalMs, creditMs, lastDatedMs, heldMs })
      if (typeof dated === 'string') return
      expect(dated).toBeGreaterThanOrEqual(Math.max(lastDatedMs, arrivalMs - creditMs - heldMs))
      expect(dated).toBeLessThanOrEqual(Math.max(lastDatedMs, arrivalMs))
    }),
    { seed: 8 },
  )
})

test('[RACE-16] a delay within the credit changes no figure', () => {
  const text = 'one two three four five'
  const gaps = fc.array(fc.integer({ min: 20, max: 400 }), { minLength: text.length, maxLength: text.length })
  fc.assert(
    fc.property(gaps, fc.integer({ min: 0, max: 300 }), (delays, delayMs) => {
      expect(figuresOf(text, dated(text, delays, delayMs))).toEqual(figuresOf(text, dated(text, delays, 0)))
    }),
    { seed: 9 },
  )
})

function dated(text: string, delays: readonly number[], delayMs: number): LoggedKey[] {
  let claimedMs = 0
  let lastDatedMs = 0
  return [...text].map((key, index) => {
    claimedMs += delays[index] ?? 0
    const answer = dateKey({
      claimedMs,
      arrivalMs: claimedMs + delayMs,
      creditMs: 300,
      lastDatedMs,
      heldMs: 0,
    })
    lastDatedMs = Number(answer)
    return loggedKey(claimedMs, key, lastDatedMs)
  })
}
