import { afterEach, describe, expect, it, vi } from 'vitest'
import { Vitals } from './vitals.ts'

afterEach(() => vi.useRealTimers())

const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise(resolve => setTimeout(resolve, 20))
}

describe('the vitals', () => {
  it('[DIAG-3] reports what was measured, and what was not', async () => {
    let connections = 3
    let answer = () => {}
    const vitals = new Vitals({
      ping: () => new Promise<void>(resolve => (answer = resolve)),
      connections: () => connections,
      races: () => 2,
    })
    expect(vitals.status()).toBe(
      '3 connections, 2 races on this node, Redis not measured yet, event loop not measured yet',
    )
    vitals.measure()
    await turns(3)
    answer()
    await turns(2)
    connections = 4
    vitals.measure()
    expect(vitals.status()).toMatch(
      /^4 connections, 2 races on this node, Redis answers in \d+\.\d ms, event loop late by \d+\.\d ms \(p99\)$/,
    )
    const roundTripMs = Number(/in (\d+\.\d) ms/.exec(vitals.status())?.[1])
    expect(roundTripMs).toBeGreaterThanOrEqual(55)
    answer()
    vitals.stop()
  })

  it('[DIAG-3] a loop that is held up shows', async () => {
    const vitals = new Vitals({ ping: async () => 1, connections: () => 0, races: () => 0 })
    vitals.measure()
    await turns(3)
    const until = performance.now() + 150
    while (performance.now() < until);
    await turns(3)
    vitals.measure()
    const lateMs = Number(/late by (\d+\.\d) ms/.exec(vitals.status())?.[1])
    expect(lateMs).toBeGreaterThan(100)
    vitals.stop()
  })

  it('[DIAG-3] a Redis that is silent or unreachable is reported so, and asked once at a time', async () => {
    let asked = 0
    let fail = (_: Error) => {}
    const vitals = new Vitals({
      ping: () => {
        asked += 1
        return new Promise((_, reject) => (fail = reject))
      },
      connections: () => 0,
      races: () => 0,
    })
    vi.useFakeTimers({ toFake: ['performance'] })
    vitals.measure()
    vi.advanceTimersByTime(1_500)
    vitals.measure()
    expect([asked, vitals.status()]).toEqual([1, expect.stringContaining('Redis silent for 1.5 s')])
    fail(new Error('gone'))
    await Promise.resolve()
    await Promise.resolve()
    expect(vitals.status()).toContain('Redis out of reach')
    vitals.stop()
  })
})
