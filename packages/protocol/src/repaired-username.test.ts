import { expect, test } from 'vitest'
import { repairedUsername } from './repaired-username.ts'
import { toUsername } from './username.ts'

test.each([
  ['Budi', 'Budi'],
  ['  Budi\u202e\u0007 ', 'Budi'],
  ['\x1b[31mmerah', '[31mmerah'],
  ['a'.repeat(500), 'a'.repeat(24)],
  [`${'a'.repeat(23)} b`, 'a'.repeat(23)],
  ['👩‍👩‍👧'.repeat(30), '👩‍👩‍👧'.repeat(12)],
  ['\x07\u200b', undefined],
  ['   ', undefined],
])('of %j there remains %j, which is valid', (raw, name) => {
  expect(repairedUsername(raw)).toBe(name)
  if (name !== undefined) expect(toUsername(name)).toBe(name)
})
