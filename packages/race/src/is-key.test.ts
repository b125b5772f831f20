import { expect, test } from 'vitest'
import { BACKSPACE, ERASE_WORD, isKey } from './index.ts'

test('[RACE-3] one grapheme of any script is a key', () => {
  for (const key of ['a', ' ', 'é', 'e\u0301', 'ñ', '字', 'ก็', '👨‍👩‍👧', '🇮🇩', '\u0301'])
    expect(isKey(key), key).toBe(true)
})

test('[RACE-3] of the control characters, Backspace and erase-word are keys', () => {
  expect([BACKSPACE, ERASE_WORD].map(isKey)).toEqual([true, true])
  for (const key of ['\n', '\r', '\t', '\u0000', '\u007f', '\u0085', '\r\n']) expect(isKey(key)).toBe(false)
})

test('[RACE-3] nothing, two graphemes, half a surrogate pair and a flood of accents are no keys', () => {
  for (const key of ['', 'ab', '\ud83d', `a${'\u0301'.repeat(40)}`, 'é字']) expect(isKey(key)).toBe(false)
})
