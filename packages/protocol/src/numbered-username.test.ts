import { expect, test } from 'vitest'
import { numberedUsername } from './numbered-username.ts'
import { toUsername } from './username.ts'

test('a number follows the name after one space', () => {
  expect(numberedUsername('Budi', 2)).toBe('Budi 2')
  expect(numberedUsername('Budi', 10)).toBe('Budi 10')
})

test('a numbered name keeps to 24 grapheme clusters and stays valid', () => {
  for (const name of [
    'a'.repeat(24),
    `${'a'.repeat(21)} bc`,
    '👩‍👩‍👧'.repeat(8),
    `${'e\u0301'.repeat(24)}`,
  ]) {
    const numbered = numberedUsername(name.normalize('NFC'), 99)
    expect(numbered.endsWith(' 99')).toBe(true)
    expect(toUsername(numbered)).toBe(numbered)
  }
})
