import { expect, test } from 'vitest'
import { FAST_ON_A_FINE_CLOCK, TOUCH } from '../corpus/honest-typists.ts'
import { randomFrom } from '../corpus/random.ts'
import { constant, independent, neverOverlapping, ofHands, withReleases } from '../corpus/releases.ts'
import { figuresOf, keyHolds, type LoggedKey, plausibilityOf, releasedKey } from './index.ts'

type Holds = Parameters<typeof withReleases>[2]

const HOLD_SIGNALS = ['even-holds', 'no-overlap', 'loose-holds']
const fast = (holds: Holds, seed: number) =>
  withReleases('', FAST_ON_A_FINE_CLOCK, holds).type(randomFrom(seed))
const holdSignals = ({ text, keys }: { readonly text: string; readonly keys: readonly LoggedKey[] }) =>
  plausibilityOf({ timed: 'keys', figures: figuresOf(text, keys), keys })
    .signals.map(({ kind }) => kind)
    .filter(kind => HOLD_SIGNALS.includes(kind))

/** Of forty logs, how many show the signal. */
const shows = (holds: Holds, signal: string): number =>
  Array.from({ length: 40 }, (_, seed) => holdSignals(fast(holds, seed))).filter(kinds =>
    kinds.some(kind => kind === signal),
  ).length

test('[HONESTY-5] keys held equally long, never overlapping, or without a time of their own are for review', () => {
  expect(shows(constant, 'even-holds')).toBe(40)
  expect(shows(neverOverlapping, 'no-overlap')).toBe(40)
  expect(shows(independent, 'loose-holds')).toBeGreaterThan(20)
})

test('[HONESTY-5] holds of hands ask for nothing', () => {
  for (const signal of HOLD_SIGNALS) expect(shows(ofHands, signal)).toBeLessThan(2)
})

test('[HONESTY-5] a log without releases, or with a few, says nothing of holds', () => {
  const { text, keys } = FAST_ON_A_FINE_CLOCK.type(randomFrom(1))
  expect(keyHolds(keys, 1)).toBeUndefined()
  const few = keys.map((key, index) => (index < 80 ? releasedKey(key, key[0] + 70) : key))
  expect(holdSignals({ text, keys: few })).toEqual([])
})

test('[HONESTY-5] up to 130 wpm holds say nothing', () => {
  const slow = { name: '', type: () => TOUCH.type(randomFrom(2)) }
  expect(holdSignals(withReleases('', slow, constant).type(randomFrom(3)))).toEqual([])
})
