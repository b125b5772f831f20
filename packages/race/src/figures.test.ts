import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  arrivalFigures,
  BACKSPACE,
  ERASE_WORD,
  figuresOf,
  type LoggedKey,
  round1,
  seatFiguresOf,
  wholeWpm,
} from './index.ts'

/** Keys at a fixed gap, the first one at `firstMs`. */
function steady(keys: readonly string[], firstMs: number, gapMs: number): LoggedKey[] {
  return keys.map((key, index) => [firstMs + index * gapMs, key])
}

describe('figures of a key log', () => {
  test('[RACE-18] eleven characters, a key each 100 ms from 500 ms on, are 120 wpm and 88 race wpm', () => {
    const figures = figuresOf('hello world', steady([...'hello world'], 500, 100))
    expect(figures).toMatchObject({
      complete: true,
      chars: 11,
      firstKeyMs: 500,
      finishedMs: 1_500,
      timed: 'keys',
    })
    expect(figures.wpm).toBe((12_000 * 10) / 1_000)
    expect(figures.raceWpm).toBe((12_000 * 11) / 1_500)
  })

  test('[RACE-17] keys count when they were dated', () => {
    const figures = figuresOf('abc', [
      [0, 'a'],
      [100, 'b'],
      [200, 'c', 1_000],
    ])
    expect(figures).toMatchObject({ finishedMs: 1_000, wpm: 24 })
  })

  test('[RACE-19] a corrected error counts against accuracy and for raw', () => {
    const figures = figuresOf('abc', steady(['a', 'x', BACKSPACE, 'b', 'c'], 1_000, 250))
    expect(figures).toMatchObject({ presses: 4, correctPresses: 3, accuracy: 0.75, wpm: 24, raw: 48 })
  })

  test('[RACE-20] even seconds are 100, and seconds of 60 and 36 wpm are 75.0', () => {
    expect(figuresOf('a'.repeat(31), steady([...'a'.repeat(31)], 0, 100)).consistency).toBe(100)
    const keys = [
      ...steady([...'aaaaa'], 0, 200),
      ...steady([...'aaa'], 1_000, 300),
      ...steady(['a'], 2_000, 0),
    ]
    const figures = figuresOf('a'.repeat(9), keys)
    expect(figures.wpmPerSecond).toEqual([60, 36])
    // mean 48, deviation 12: c = 1/4, and the series is that of artanh c up to about c⁷/7 = 0.0000087
    expect(figures.consistency).toBeCloseTo(75.00086, 4)
  })

  test('[RACE-20] a trailing partial second is dropped, a lone one counts', () => {
    expect(
      figuresOf('abcd', [
        [0, 'a'],
        [10, 'b'],
        [999, 'c'],
        [1_600, 'd'],
      ]).wpmPerSecond,
    ).toEqual([36])
    expect(
      figuresOf('abcd', [
        [700, 'a'],
        [800, 'b'],
        [900, 'c'],
        [1_600, 'd'],
      ]).wpmPerSecond,
    ).toEqual([48])
  })

  test('[RACE-21] a racer who holds the first keys back gains nothing', () => {
    const prompt = figuresOf('abc', [
      [100, 'a'],
      [200, 'b'],
      [5_100, 'c'],
    ])
    const held = figuresOf('abc', [
      [100, 'a', 5_000],
      [200, 'b', 5_000],
      [5_100, 'c'],
    ])
    expect(held.wpm).toBe(prompt.wpm)
  })

  test('[RACE-22] no keys, one key and keys at one instant have finite figures', () => {
    expect(figuresOf('abc', [])).toMatchObject({
      complete: false,
      chars: 0,
      wpm: 0,
      raceWpm: 0,
      raw: 0,
      accuracy: null,
      consistency: null,
      firstKeyMs: null,
      finishedMs: null,
    })
    expect(figuresOf('a', [[0, 'a']])).toMatchObject({
      complete: true,
      wpm: 0,
      raw: 0,
      accuracy: 1,
    })
    expect(
      figuresOf('ab', [
        [500, 'a'],
        [500, 'b'],
      ]),
    ).toMatchObject({ complete: true, wpm: 12_000, raceWpm: 48 })
  })

  test('[RACE-22] an incomplete log gives the figures of what was typed, up to its last key', () => {
    const figures = figuresOf('abcdef', steady(['a', 'b', 'c', 'x'], 1_000, 1_000))
    expect(figures).toMatchObject({ complete: false, chars: 3, finishedMs: null, wpm: 8, raceWpm: 9 })
  })

  test('[RACE-22] every figure is finite and within its range, whatever the log', () => {
    const logged = fc.tuple(
      fc.double({ min: 0, max: 9e15, noNaN: true }),
      fc.constantFrom('a', 'b', 'x', BACKSPACE, ERASE_WORD),
      fc.double({ min: 0, max: 9e15, noNaN: true }),
    )
    fc.assert(
      fc.property(fc.array(logged, { maxLength: 30 }), keys => {
        const { wpm, raceWpm, raw, accuracy, consistency } = figuresOf('abab', keys)
        for (const value of [wpm, raceWpm, raw ?? 0]) expect(Number.isFinite(value) && value >= 0).toBe(true)
        expect(accuracy ?? 0).toBeGreaterThanOrEqual(0)
        expect(accuracy ?? 0).toBeLessThanOrEqual(1)
        expect(consistency ?? 0).toBeGreaterThanOrEqual(0)
        expect(consistency ?? 0).toBeLessThanOrEqual(100)
      }),
      { seed: 10, numRuns: 50 },
    )
  })

  test('[RACE-23] wrong presses are missed at the expected grapheme, and they add up', () => {
    const figures = figuresOf(
      'abc',
      steady(['a', 'x', 'y', ERASE_WORD, 'z', BACKSPACE, 'a', 'b', 'q'], 0, 100),
    )
    expect(figures.missed).toEqual({ b: 2, a: 1, c: 1 })
    expect(figures.presses - figures.correctPresses).toBe(4)
  })
})

test('[RACE-24] a seat timed by arrival has a wpm and nothing else', () => {
  expect(arrivalFigures(210, 42_000)).toEqual({
    wpm: 60,
    raceWpm: 60,
    raw: null,
    accuracy: null,
    consistency: null,
    timed: 'arrival',
  })
  expect(arrivalFigures(210, 0).wpm).toBe(2_520_000)
})

test('[RACE-39] a race keeps the small part of the figures', () => {
  const figures = figuresOf('ab', [
    [100, 'a'],
    [1_100, 'b'],
  ])
  expect(Object.keys(seatFiguresOf(figures))).toEqual([
    'wpm',
    'raceWpm',
    'raw',
    'accuracy',
    'consistency',
    'timed',
  ])
  expect(round1(61.449)).toBe(61.4)
})

test('[BASIC-26] a speed as a whole number agrees with the same speed to one decimal', () => {
  expect([228.44, 228.45, 228.5, 228.9].map(wholeWpm)).toEqual([228, 229, 229, 229])
})
