import { type LoggedKey, progressCurve } from '@ketik/race'
import { describe, expect, it } from 'vitest'
import { wpmOverTime } from './wpm-over-time.ts'

const lineOf = (text: string, keys: readonly LoggedKey[]) =>
  wpmOverTime(text.length, progressCurve(text, keys))

describe('wpm over time', () => {
  it('[WEB-36] of an even typist is even, and ends with the last key', () => {
    const text = 'a'.repeat(101)
    const keys = Array.from({ length: 101 }, (_, index): LoggedKey => [100 + index * 100, 'a'])
    const { seconds, wpm } = lineOf(text, keys)
    expect(seconds.at(0)).toBe(1)
    expect(seconds.at(-1)).toBe(10.1)
    for (const value of wpm) expect(value).toBeCloseTo(120, -1)
  })

  it('[WEB-36] counts what stands right: a slip that is taken back slows the line', () => {
    const even = lineOf(
      'aaaaaaaaaa',
      Array.from({ length: 10 }, (_, n): LoggedKey => [(n + 1) * 200, 'a']),
    )
    const slip = lineOf('aaaaaaaaaa', [
      [200, 'x'],
      [400, '\b'],
      [600, 'a'],
      [800, 'a'],
      [1_000, 'a'],
    ])
    expect(slip.wpm[0]).toBeLessThan(even.wpm[0] ?? 0)
    expect(lineOf('a', [])).toEqual({ seconds: [], wpm: [] })
  })
})
