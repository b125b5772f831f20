import { expect, it } from 'vitest'
import { quantile } from './quantile.ts'

it('[LOAD-3] quantiles are values that were measured, by nearest rank', () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i)
  expect([0, 0.5, 0.95, 0.99, 1].map(share => quantile(values, share))).toEqual([1, 50, 95, 99, 100])
  expect(quantile([7], 0.99)).toBe(7)
  expect(quantile([], 0.5)).toBeNaN()
})
