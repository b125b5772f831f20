import { describe, expect, it } from 'vitest'
import { averageMs, connecting, opened, received } from './measures.ts'

const told = (sentAt: number): string => JSON.stringify({ message: 'WebSocket Message 1', sentAt })

describe('a stream', () => {
  it('[WEB-27] is measured: time to connect, messages, average and last latency, jitter', () => {
    let measures = opened(connecting(1_000), 1_030)
    measures = received(measures, told(2_000), 2_010)
    measures = received(measures, told(4_000), 4_042)
    expect(measures).toMatchObject({ state: 'open', connectMs: 30, messages: 2, jitterMs: 2 })
    expect(averageMs(measures)).toBe(26)
    expect(measures.recent.at(-1)).toMatchObject({ latencyMs: 42 })
  })

  it('[WEB-27] counts no frame that is not of contract D, and keeps a bounded past', () => {
    let measures = opened(connecting(0), 0)
    for (const frame of ['', '{', '{"message":1}', '[]']) expect(received(measures, frame, 9)).toBe(measures)
    for (let at = 0; at < 500; at++) measures = received(measures, told(at), at)
    expect([measures.messages, measures.recent.length]).toEqual([500, 120])
  })
})
