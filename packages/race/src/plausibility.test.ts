import { describe, expect, test } from 'vitest'
import {
  BACKSPACE,
  figuresOf,
  graphemes,
  type LoggedKey,
  type Plausibility,
  plausibilityOf,
  type Signal,
} from './index.ts'

const TEXT =
  'We hold that a race is won by the hand that errs least and not by the wire that lags least; so the keys are ' +
  'read as they were pressed, and every racer may see how much of a delay was forgiven to the others.'

type Random = () => number

/** mulberry32: small, seeded, the same everywhere. */
function randomFrom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

type Typist = {
  readonly wpm: number
  /** Standard deviation of the logarithm of gaps. */
  readonly spread: number
  readonly rollover: number
  readonly errors: number
  /** Characters that an input method commits at once. */
  readonly commit: number
  readonly clockMs: number
}

/** Clocks of browsers, the last that of Tor. */
const CLOCKS_MS = [0, 1, 4, 8, 16, 16.667, 100]

function honestTypist(random: Random): Typist {
  return {
    wpm: 20 + 280 * random(),
    spread: 0.22 + 0.4 * random(),
    rollover: random() < 0.5 ? 0.25 * random() : 0,
    errors: 0.08 * random(),
    commit: random() < 0.15 ? 2 + Math.floor(5 * random()) : 1,
    clockMs: CLOCKS_MS[Math.floor(CLOCKS_MS.length * random())] ?? 1,
  }
}

/** Keys with log-normal gaps, words typed in bursts, keys rolled over each other, errors seen late, corrected. */
function honestLog(typist: Typist, random: Random): LoggedKey[] {
  const keys: (readonly [number, string])[] = []
  let ms = 300 + 500 * random()
  const push = (key: string, factor = 1) => {
    const rolled = random() < typist.rollover
    // Rolled keys take 4 ms on average, so the others take longer: the speed stays the typist's.
    const meanMs = (12_000 / typist.wpm - 4 * typist.rollover) / (1 - typist.rollover)
    const gap = meanMs * Math.exp(typist.spread * normal(random) - typist.spread ** 2 / 2)
    ms += rolled ? 8 * random() : gap * factor
    keys.push([ms, key])
  }
  let burst = 1
  graphemes(TEXT).forEach((grapheme, index) => {
    if (grapheme === ' ') burst = 0.75 + 0.5 * random()
    if (random() < typist.errors) {
      const wrong = 1 + Math.floor(3 * random())
      for (let count = 0; count < wrong; count++) push('#', burst)
      for (let count = 0; count < wrong; count++) push(BACKSPACE)
    }
    if (index % typist.commit === 0) push(grapheme, burst * typist.commit)
    else keys.push([ms, grapheme])
  })
  return keys.map(([at, key]) => [
    typist.clockMs === 0 ? at : Math.round(Math.floor(at / typist.clockMs) * typist.clockMs),
    key,
  ])
}

/** All characters of the text at offsets that a program makes. */
function botLog(offsetMs: (index: number) => number): LoggedKey[] {
  return graphemes(TEXT).map((grapheme, index) => [offsetMs(index), grapheme])
}

function judged(keys: readonly LoggedKey[]): Plausibility {
  return plausibilityOf({ timed: 'keys', figures: figuresOf(TEXT, keys), keys })
}

function arrivals(wpm: number, raceWpm: number, claimedWpm?: number): Plausibility['verdict'] {
  return plausibilityOf({
    timed: 'arrival',
    figures: { wpm, raceWpm },
    ...(claimedWpm === undefined ? {} : { claimedWpm }),
  }).verdict
}

test('[R25] speeds are accepted to 250 wpm, reviewed to 450 and refused above', () => {
  expect([arrivals(250, 240), arrivals(251, 240), arrivals(240, 251), arrivals(450, 440)]).toEqual([
    'accepted',
    'review',
    'review',
    'review',
  ])
  expect([arrivals(451, 440), arrivals(440, 451), arrivals(90, 90, 451)]).toEqual([
    'refused',
    'refused',
    'refused',
  ])
  expect(arrivals(90, 90, 251)).toBe('review')
})

test('[R25] a text that took no time is refused', () => {
  expect(judged(botLog(() => 0))).toMatchObject({ verdict: 'refused' })
  expect(judged(botLog(() => 60_000))).toMatchObject({ verdict: 'refused' })
})

test('[R26] a slow log may be as even as it likes, and half of it at one instant is for review', () => {
  expect(judged(botLog(index => 500 + index * 100)).verdict).toBe('accepted')
  expect(judged(botLog(index => (index < 20 ? index * 100 : 60_000)))).toEqual({
    verdict: 'review',
    signals: [{ kind: 'burst', verdict: 'review', measured: graphemes(TEXT).length - 20 }],
  })
})

describe('[R27] a bot', () => {
  const random = randomFrom(27)
  test.each<[string, (index: number) => number, Plausibility['verdict'], Signal['kind']]>([
    ['with a fixed delay', index => 500 + index * 60, 'refused', 'even-gaps'],
    [
      'with a fixed delay and timer noise',
      index => 500 + index * 60 + 1.5 * random(),
      'refused',
      'even-gaps',
    ],
    ['with a jitter of a tenth', index => 500 + index * 60 + 6 * random(), 'review', 'even-gaps'],
    [
      'that waits whole frames of 25 ms',
      index => 500 + 25 * (3 * index - (index % 7) - (index % 5)),
      'review',
      'grid',
    ],
    ['that pastes most of the text', index => (index < 60 ? index * 90 : 9_000), 'refused', 'burst'],
    [
      'that pastes it spread over a blink',
      index => (index < 60 ? index * 90 : 12_000 + index),
      'refused',
      'burst',
    ],
    ['that pastes chunks of thirty', index => 1_000 + Math.floor(index / 30) * 1_800, 'review', 'burst'],
  ])('%s', (_, offsetMs, verdict, kind) => {
    const { verdict: given, signals } = judged(botLog(offsetMs))
    expect(given).toBe(verdict)
    expect(signals.map(signal => signal.kind)).toContain(kind)
  })
})

test('[R28] of a thousand honest logs none is refused, and few below 250 wpm are for review', () => {
  let slower = 0
  let reviewed = 0
  for (let seed = 0; seed < 1_000; seed++) {
    const random = randomFrom(seed)
    const typist = honestTypist(random)
    const keys = honestLog(typist, random)
    const figures = figuresOf(TEXT, keys)
    expect(figures.complete).toBe(true)
    const { verdict, signals } = judged(keys)
    expect(verdict, JSON.stringify({ seed, typist, signals })).not.toBe('refused')
    // The clock of Tor is a grid, and cannot be told from one.
    if (typist.clockMs === 100 || Math.max(figures.wpm, figures.raceWpm) > 250) continue
    slower++
    if (verdict === 'review') reviewed++
  }
  expect(reviewed / slower).toBeLessThan(0.01)
})

test('[R29] keys that a drop held back, dated together, are read as claimed', () => {
  const random = randomFrom(29)
  const typist: Typist = { wpm: 140, spread: 0.3, rollover: 0.1, errors: 0, commit: 1, clockMs: 1 }
  const keys = honestLog(typist, random)
  const heldUntilMs = 8_000
  const dropped = keys.map(([claimed, key]): LoggedKey => [claimed, key, Math.max(claimed, heldUntilMs)])
  expect(judged(dropped).verdict).toBe('accepted')
})
