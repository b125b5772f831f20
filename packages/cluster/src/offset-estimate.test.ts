import { describe, expect, it } from 'vitest'
import { OffsetEstimate } from './offset-estimate.ts'

describe('the offset to the clock of Redis', () => {
  it('[BASIC-5] a busy moment, whose answers are late, does not move a clock that was measured in a quiet one', () => {
    const estimate = new OffsetEstimate()
    estimate.take({ offsetMs: 1_000.4, roundTripMs: 2, at: 0 })
    estimate.take({ offsetMs: 1_000, roundTripMs: 0.3, at: 1 })
    // Ten seconds on, an answer waited 60 ms: it shows an offset that is 30 ms off.
    estimate.take({ offsetMs: 970, roundTripMs: 60, at: 10_000 })
    expect(estimate.offsetMs).toBe(1_000)
    estimate.take({ offsetMs: 1_000.2, roundTripMs: 0.5, at: 20_000 })
    expect(estimate.offsetMs).toBe(1_000.2)
  })

  it('[BASIC-5] a sample grows old: clocks that part are followed', () => {
    const estimate = new OffsetEstimate()
    estimate.take({ offsetMs: 1_000, roundTripMs: 0.1, at: 0 })
    estimate.take({ offsetMs: 1_001, roundTripMs: 3, at: 10_000 })
    expect(estimate.offsetMs).toBe(1_000)
    estimate.take({ offsetMs: 1_002, roundTripMs: 3, at: 20_000 })
    expect(estimate.offsetMs).toBe(1_002)
  })

  it('[BASIC-5] another clock, as after a failover, is believed at once', () => {
    const estimate = new OffsetEstimate()
    estimate.take({ offsetMs: 1_000, roundTripMs: 0.2, at: 0 })
    estimate.take({ offsetMs: 1_400, roundTripMs: 20, at: 10_000 })
    expect(estimate.offsetMs).toBe(1_400)
  })
})
