import { expect, it } from 'vitest'
import { Outages } from './outages.ts'

it('takes an outage off a time, however they overlap', async () => {
  const outages = new Outages()
  const from = performance.now()
  await outages.during(() => new Promise(resolve => setTimeout(resolve, 30)))
  const to = performance.now()
  expect(outages.servedMs(from - 100, to + 100)).toBeCloseTo(200, -1)
  expect(outages.servedMs(from + 5, to - 5)).toBeCloseTo(0, 0)
  expect(outages.servedMs(to + 10, to + 20)).toBeCloseTo(10, 0)
})
