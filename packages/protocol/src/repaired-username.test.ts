import { expect, test } from 'vitest'
import { repairedUsername } from './repaired-username.ts'
import { toUsername } from './username.ts'

test.each([
  ['Budi', 'Budi'],
  ['  Budi\u202e\u0007 ', 'Budi'],
  ['\x1b[31mmerah', '31mmerah'],
  ['Bu\u200ddi', 'Budi'],
  ['Budi: [x]', 'Budi x'],
  ['Вudi', 'udi'],
  ['Иван!Ivan Иван', 'Иван! Иван'],
  ['Budi\u0301\u0301\u0301', 'Budí\u0301'],
  ['Budi (bot)', 'Budi'],
  ['Budi (bot) (ghost)', 'Budi'],
  ['⁅Budi⁆ ⟦x⟧', 'Budi x'],
  [`क${'ा'.repeat(90)}`, 'काााा'],
  ['को'.repeat(30), 'को'.repeat(24)],
  ['[Ketik]', undefined],
  ['Ad\u200bmin', undefined],
  ['a'.repeat(500), 'a'.repeat(24)],
  [`${'a'.repeat(23)} b`, 'a'.repeat(23)],
  ['👩‍👩‍👧'.repeat(30), '👩‍👩‍👧'.repeat(12)],
  ['\x07\u200b', undefined],
  ['   ', undefined],
])('[NAME-9] of %j there remains %j, which is valid', (raw, name) => {
  expect(repairedUsername(raw)).toBe(name)
  if (name !== undefined) expect(toUsername(name)).toBe(name)
})
