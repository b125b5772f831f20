import { expect, it } from 'vitest'
import { Outages } from './outages.ts'

it('takes an outage off a time, however they overlap', async () => {
  let now = 1_000
  const outages = new Outages(() => now)
  await outages.during(async () => {
    now = 1_030
  })
  expect(outages.servedMs(900, 1_130)).toBe(200)
  expect(outages.servedMs(1_005, 1_025)).toBe(0)
  expect(outages.servedMs(1_040, 1_050)).toBe(10)
})
