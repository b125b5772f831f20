import { expect, test } from 'vitest'
import { randomOf } from './seeds.ts'

test('[HONESTY-7] no log of the tuning half is in the held-out half', () => {
  const first = (half: 'tuning' | 'held-out') =>
    Array.from({ length: 1_000 }, (_, nth) => {
      const random = randomOf('fast', half, nth)
      return `${random()} ${random()}`
    })
  const tuning = new Set(first('tuning'))
  expect(tuning.size).toBe(1_000)
  expect(first('held-out').filter(log => tuning.has(log))).toEqual([])
})
