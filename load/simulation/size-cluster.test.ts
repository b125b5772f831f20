import { expect, it } from 'vitest'
import { PLANNED_SHARE, sizeCluster } from './size-cluster.ts'

it('[LOAD-9] gateways, matchmakers and rows grow with the racers; Redis does not: its one-slot work ends one cluster', () => {
  const [small, middle, large] = [10_000, 100_000, 1_000_000].map(sizeCluster)
  if (small === undefined || middle === undefined || large === undefined) throw new Error('three sizes')
  for (const [less, more] of [
    [small, middle],
    [middle, large],
  ] as const) {
    expect(more.gateways / less.gateways).toBeGreaterThan(9)
    expect(more.gateways / less.gateways).toBeLessThan(11)
    expect(more.rowsPerSecond / less.rowsPerSecond).toBeCloseTo(10)
    expect(more.publishesPerSecond / less.publishesPerSecond).toBeGreaterThan(20)
    expect(more.broadcastsPerSecond / less.broadcastsPerSecond).toBeGreaterThan(90)
  }
  expect(small.redisShards).toBe(1)
  expect(small.redisOneSlotCores).toBeLessThan(PLANNED_SHARE)
  expect(middle.redisOneSlotCores).toBeGreaterThan(1)
  expect(large.redisOneSlotCores).toBeGreaterThan(10)
})
