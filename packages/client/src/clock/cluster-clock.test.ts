import { describe, expect, it } from 'vitest'
import { type ClusterClock, freshClock, latencyOf, observe, offsetOf } from './cluster-clock.ts'

/** A pong that took `out` and `back` milliseconds, when cluster time is 500 ms ahead. */
const pong = (clock: ClusterClock, t: number, out: number, back: number): ClusterClock =>
  observe(clock, t, t + out + 500, t + out + back)

describe('cluster time', () => {
  it('[CLIENT-1] is unknown before the first pong', () => {
    expect(offsetOf(freshClock)).toBeUndefined()
    expect(latencyOf(freshClock)).toBeUndefined()
  })

  it('[CLIENT-1] comes from the half of the samples that travelled fastest', () => {
    let clock = freshClock
    for (let n = 0; n < 8; n++) clock = pong(clock, n * 100, 10, 10)
    for (let n = 8; n < 16; n++) clock = pong(clock, n * 100, 10, 400)
    expect(offsetOf(clock)).toBe(500)
  })

  it('[CLIENT-1] forgets all but the last 16 samples', () => {
    let clock = pong(freshClock, 0, 0, 0)
    for (let n = 1; n <= 16; n++) clock = pong(clock, n * 100, 30, 10)
    expect(clock.samples).toHaveLength(16)
    expect(offsetOf(clock)).toBe(510)
  })

  it('[CLIENT-1] takes no pong from before its ping', () => {
    expect(observe(freshClock, 100, 100, 99)).toBe(freshClock)
  })

  it('[WEB-18] latency is the median round trip and half the span of its middle half', () => {
    let clock = freshClock
    for (const delay of [10, 20, 30, 40, 50]) clock = pong(clock, 0, delay / 2, delay / 2)
    expect(latencyOf(clock)).toEqual({ medianMs: 30, spreadMs: 10 })
  })
})
