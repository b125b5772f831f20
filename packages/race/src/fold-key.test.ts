import { describe, expect, it } from 'vitest'
import { foldKey } from './fold-key.ts'

describe('look-alikes', () => {
  it.each([
    ['’', "'"],
    ['“', '"'],
    ['—', '-'],
    ['\u00a0', ' '],
    ["'", '’'],
  ])('[RACE-62] %s counts as %s where the text has that', (key, expected) => {
    expect(foldKey(key, expected)).toBe(expected)
  })

  it('[RACE-62] stay what they are where the text has something else', () => {
    expect(foldKey('’', '"')).toBe('’')
    expect(foldKey('’', 'a')).toBe('’')
    expect(foldKey('’', '')).toBe('’')
    expect(foldKey('a', "'")).toBe('a')
  })
})
