import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allowanceFor, CREDIT_MAX_MS, creditFor, DELAY_SLACK_MS } from './index.ts'

test('[ALLOWANCE-1] the credit is the smallest round trip and 50 ms, a second at most, and none when unknown', () => {
  expect([creditFor(undefined), creditFor(0), creditFor(130.5), creditFor(990)]).toEqual([
    0, 50, 180.5, 1_000,
  ])
})

test.each([
  ['the credit of the plan', { creditMs: 100, leastDelayMs: 300, roundTripMs: 400 }, 100],
  [
    'the smallest delay of its own keys and 50 ms',
    { creditMs: 1_000, leastDelayMs: 30, roundTripMs: 400 },
    80,
  ],
  ['the round trip now and 50 ms', { creditMs: 1_000, leastDelayMs: 300, roundTripMs: 70 }, 120],
  [
    'the plan and the keys without a measurement now',
    { creditMs: 200, leastDelayMs: 300, roundTripMs: undefined },
    200,
  ],
  ['zero, for a clock that is ahead', { creditMs: 200, leastDelayMs: -50, roundTripMs: 10 }, 0],
  ['zero without a credit', { creditMs: 0, leastDelayMs: 300, roundTripMs: 400 }, 0],
] as const)('[ALLOWANCE-2] the allowance of a key is bounded by %s', (_, evidence, allowanceMs) => {
  expect(allowanceFor(evidence)).toBe(allowanceMs)
})

test('[ALLOWANCE-2] no measurement and no key raises the allowance above any of its bounds', () => {
  const ms = fc.double({ min: 0, max: 5_000, noNaN: true })
  fc.assert(
    fc.property(ms, ms, fc.option(ms, { nil: undefined }), (creditMs, leastDelayMs, roundTripMs) => {
      const allowanceMs = allowanceFor({ creditMs, leastDelayMs, roundTripMs })
      expect(allowanceMs).toBeGreaterThanOrEqual(0)
      expect(allowanceMs).toBeLessThanOrEqual(Math.min(creditMs, leastDelayMs + DELAY_SLACK_MS))
      if (roundTripMs !== undefined)
        expect(allowanceMs).toBeLessThanOrEqual(Math.min(CREDIT_MAX_MS, roundTripMs + DELAY_SLACK_MS))
    }),
    { seed: 10 },
  )
})
