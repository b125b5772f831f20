import { afterEach, expect, it, vi } from 'vitest'
import { newRoomCode, ROOM_CODE_LETTERS } from './room-code.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

it('[ALLOWANCE-8] a room code has six letters of the alphabet, and another one each time', () => {
  const codes = Array.from({ length: 2_000 }, () => newRoomCode(bytes => crypto.getRandomValues(bytes)))
  for (const code of codes) expect(code).toMatch(/^[ACDEFHJKLMNPQRTUVWXY]{6}$/)
  // Two equal ones among 2,000 of 64 million: once in 32 runs; ten of them: never.
  expect(new Set(codes).size).toBeGreaterThan(1_990)
})

it('[ALLOWANCE-8] as many byte values become one letter as another, and the sixteen left over none', () => {
  const counts = new Map<string, number>()
  for (let value = 0; value < 256; value++) {
    let isFirst = true
    // The value first and zeros behind it: a value that is passed over leaves zeros alone.
    const code = newRoomCode(bytes => {
      bytes.fill(0)
      if (isFirst) bytes[0] = value
      isFirst = false
    })
    if (value >= 240) expect(code).toBe('AAAAAA')
    else counts.set(code[0] ?? '', (counts.get(code[0] ?? '') ?? 0) + 1)
  }
  expect([...counts]).toEqual([...ROOM_CODE_LETTERS].map(letter => [letter, 12]))
})

it('[ALLOWANCE-8] a room code is not made of Math.random', () => {
  vi.spyOn(Math, 'random').mockImplementation(() => {
    throw new Error('a predictable source')
  })
  expect(newRoomCode(bytes => crypto.getRandomValues(bytes))).toHaveLength(6)
})
