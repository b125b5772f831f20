import { describe, expect, test } from 'vitest'
import { type Habits, heldBack, honestLog } from '../corpus/honest-log.ts'
import { FAST } from '../corpus/honest-typists.ts'
import { normal, randomFrom } from '../corpus/random.ts'
import {
  figuresOf,
  graphemes,
  handStructure,
  type LoggedKey,
  type Plausibility,
  plausibilityOf,
  type Signal,
} from './index.ts'

const TEXT =
  'We hold that a race is won by the hand that errs least and not by the wire that lags least; so the keys are ' +
  'read as they were pressed, and every racer may see how much of a delay was forgiven to the others.'

const EVEN: Habits = {
  wpm: 160,
  layout: 'qwerty',
  deadKeys: false,
  fingers: 'ten',
  noise: 0.2,
  ownPairs: 0.2,
  wordStart: 0.3,
  rollover: 0.2,
  errors: 0,
  hesitations: 0,
  hesitationGaps: 0,
  commit: undefined,
  clockMs: 1,
  firstKeyMs: 300,
  tremor: 0,
}

function botKeys(keys: readonly string[], gapMs: (index: number) => number): LoggedKey[] {
  let at = 300
  return keys.map((key, index) => {
    if (index > 0) at += gapMs(index)
    return [at, key]
  })
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

test('[RACE-25] speeds are accepted to 250 wpm, reviewed to 450 and refused above', () => {
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

test('[RACE-25] a text that took no time is refused', () => {
  expect(judged(botLog(() => 0))).toMatchObject({ verdict: 'refused' })
  expect(judged(botLog(() => 60_000))).toMatchObject({ verdict: 'refused' })
})

test('[RACE-26] much of a slow log at one instant is for review', () => {
  expect(judged(botLog(index => (index < 20 ? index * 100 : 60_000)))).toEqual({
    verdict: 'review',
    signals: [{ kind: 'burst', verdict: 'review', measured: graphemes(TEXT).length - 20 }],
  })
})

describe('[RACE-27] a bot', () => {
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

test('[RACE-29] keys that a drop held back, dated together, are read as claimed', () => {
  const { text, keys } = FAST.type(randomFrom(29))
  const dropped = heldBack(keys, 0, 8_000)
  expect(plausibilityOf({ timed: 'keys', figures: figuresOf(text, dropped), keys: dropped }).verdict).toBe(
    'accepted',
  )
})

test('[RACE-50] gaps that follow the keys, whatever the noise, are of a hand, and gaps drawn at random are not', () => {
  const drawn = randomFrom(50)
  const bot = botKeys(graphemes(TEXT), () => 80 * (0.5 + drawn()))
  expect(handStructure(bot, 100)?.score).toBeLessThan(4.5)
  expect(handStructure(FAST.type(randomFrom(50)).keys, 100)?.score).toBeGreaterThan(7)
  expect(handStructure(bot.slice(0, 100), 100)).toBeUndefined()
})

test('[HONESTY-1] gaps of a hand’s distribution that do not follow the keys are for review by themselves', () => {
  const random = randomFrom(1)
  const bot = botKeys([...'ab\b', ...graphemes(TEXT).slice(1)], () => 80 * Math.exp(0.35 * normal(random)))
  const hand = handStructure(bot, 100)
  expect(hand?.tail).toBeGreaterThan(2)
  expect(judged(bot)).toMatchObject({
    verdict: 'review',
    signals: [{ kind: 'no-hand', verdict: 'review', measured: hand?.structure }],
  })
})

test('[RACE-51] a text without an error, and a first key on the beat, ask for nothing by themselves', () => {
  const text = graphemes(TEXT)
  const random = randomFrom(51)
  const habits = { ...EVEN, firstKeyMs: 20 }
  const judgedLog = judged(honestLog(text.join(''), habits, random))
  expect(judgedLog).toEqual({
    verdict: 'accepted',
    signals: [
      { kind: 'flawless', verdict: 'hint', measured: 1 },
      { kind: 'reaction', verdict: 'hint', measured: 20 },
    ],
  })
})

test('[RACE-52] errors taken back within a blink, and a clock that is slow all along, are for review', () => {
  const { text, keys } = FAST.type(randomFrom(52))
  const half = keys.map(([at, key]): LoggedKey => [Math.round(at / 2), key, at])
  const figures = figuresOf(text, half)
  expect(plausibilityOf({ timed: 'keys', figures, keys: half }).signals.map(({ kind }) => kind)).toContain(
    'clock',
  )
  const once = keys.map(([at, key]): LoggedKey => [at, key, at < 9_000 ? at : at + 2_000])
  expect(
    plausibilityOf({ timed: 'keys', figures, keys: once }).signals.map(({ kind }) => kind),
  ).not.toContain('clock')
  const corrected = botKeys([...'a\bbc\bde\bf', ...graphemes(TEXT)], index =>
    index < 10 && index % 3 === 1 ? 30 : 80,
  )
  expect(judged(corrected).signals.map(({ kind }) => kind)).toContain('instant-correction')
})

describe('on a text of 60 to 120 characters', () => {
  const short = 'Two boys were selling mangoes from a cart under the old railway bridge.'
  const judgedShort = (keys: readonly LoggedKey[]) =>
    plausibilityOf({ timed: 'keys', figures: figuresOf(short, keys), keys })

  test('[HONESTY-1] gaps against the keys are for review', () => {
    // What a program of no luck draws: each pair of keys as differently as it can, words early.
    const keys = botKeys(
      graphemes(short),
      index => (index % 2 === 0 ? 50 : 90) - (short[index - 1] === ' ' ? 30 : 0),
    )
    expect(handStructure(keys, 50)?.structure).toBeLessThan(-1)
    expect(judgedShort(keys)).toMatchObject({ verdict: 'review' })
    expect(judgedShort(keys).signals.map(({ kind }) => kind)).toContain('no-hand')
  })

  test('[HONESTY-1] a fast log of fewer than 50 gaps is not judged but looked at', () => {
    const random = randomFrom(7)
    const keys = botKeys(graphemes(short.slice(0, 50)), () => 70 * Math.exp(0.35 * normal(random)))
    expect(handStructure(keys, 50)).toBeUndefined()
    const { signals } = plausibilityOf({
      timed: 'keys',
      figures: figuresOf(short.slice(0, 50), keys),
      keys,
    })
    expect(signals).toContainEqual({ kind: 'no-hand', verdict: 'review', measured: 0 })
  })
})
