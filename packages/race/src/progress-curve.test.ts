import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LoggedKey } from './key-log.ts'
import { CURVE_STEP_MS, progressCurve } from './progress-curve.ts'

const typed = (text: string, gaps: readonly number[]): LoggedKey[] => {
  let at = 0
  return [...text].map((key, index): LoggedKey => {
    at += gaps[index % gaps.length] ?? 0
    return [at, key]
  })
}

describe('a progress curve', () => {
  it.each<readonly [string, readonly LoggedKey[], readonly (readonly [number, number])[]]>([
    ['nothing', [], []],
    ['one key', [[1, 'a']], [[50, 25]]],
    ['a key on the edge of a step', [[50, 'a']], [[50, 25]]],
    [
      'several keys in a step, and a pause',
      [
        [10, 'a'],
        [49, 'b'],
        [51, 'c'],
        [400, 'd'],
      ],
      [
        [50, 50],
        [100, 75],
        [400, 100],
      ],
    ],
    [
      'wrong keys and what is erased',
      [
        [10, 'a'],
        [70, 'x'],
        [130, '\b'],
        [190, '\b'],
        [250, 'a'],
      ],
      [
        [50, 25],
        [200, 0],
        [250, 25],
      ],
    ],
    [
      'a slip within a step',
      [
        [10, 'x'],
        [20, '\b'],
        [30, 'a'],
      ],
      [[50, 25]],
    ],
    ['a key before the start', [[-3, 'a']], [[0, 25]]],
  ])('[PRIVACY-1] of %s', (_, keys, curve) => {
    expect(progressCurve('abcd', keys)).toEqual(curve)
  })

  it('[PRIVACY-1] counts keys that arrived late as evenly spread, as the figures do', () => {
    const keys: readonly LoggedKey[] = [
      [100, 'a'],
      [150, 'b', 1_000],
      [200, 'c', 1_000],
      [1_100, 'd'],
    ]
    expect(progressCurve('abcd', keys)).toEqual([
      [100, 25],
      [550, 50],
      [1_000, 75],
      [1_100, 100],
    ])
  })

  it('[PRIVACY-1] has points at whole steps only, and is the same for every log with the same steps', () => {
    const text = 'satu dua tiga empat lima'
    const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 24 })
    fc.assert(
      fc.property(gaps, fc.integer({ min: 0, max: CURVE_STEP_MS - 1 }), (some, shift) => {
        const log = typed(text, some)
        const curve = progressCurve(text, log)
        for (const [ms] of curve) expect(ms % CURVE_STEP_MS).toBe(0)
        expect(curve.at(-1)?.[1]).toBe(100)
        const moved = log.map(([at, key]): LoggedKey => {
          const end = Math.ceil(at / CURVE_STEP_MS) * CURVE_STEP_MS
          return [at === 0 ? 0 : end - shift, key]
        })
        expect(progressCurve(text, moved)).toEqual(curve)
      }),
    )
  })
})
