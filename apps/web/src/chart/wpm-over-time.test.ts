import { describe, expect, it } from 'vitest'
import { wpmOverTime } from './wpm-over-time.ts'

describe('wpm over time', () => {
  it('[W36] of an even typist is even, and ends with the last key', () => {
    const text = 'a'.repeat(101)
    const keys = Array.from({ length: 101 }, (_, index): [number, string] => [100 + index * 100, 'a'])
    const { seconds, wpm } = wpmOverTime(text, keys)
    expect(seconds.at(0)).toBe(1)
    expect(seconds.at(-1)).toBe(10.1)
    for (const value of wpm) expect(value).toBeCloseTo(120, -1)
  })

  it('[W36] counts what stands right: a slip that is taken back slows the line', () => {
    const even = wpmOverTime(
      'aaaaaaaaaa',
      Array.from({ length: 10 }, (_, n): [number, string] => [(n + 1) * 200, 'a']),
    )
    const slip = wpmOverTime('aaaaaaaaaa', [
      [200, 'x'],
      [400, '\b'],
      [600, 'a'],
      [800, 'a'],
    ])
    expect(slip.wpm[0]).toBeLessThan(even.wpm[0] ?? 0)
    expect(wpmOverTime('a', [])).toEqual({ seconds: [], wpm: [] })
  })
})
