import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Beaten, Metronome } from './metronome.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }))
afterEach(() => vi.useRealTimers())

const start = () => {
  const asked = { messages: 0, statuses: 0 }
  const metronome = new Metronome({
    message: (n, transport) => {
      asked.messages += 1
      return transport === 'SSE' ? `SSE message ${n}` : `message ${n}`
    },
    status: () => {
      asked.statuses += 1
      return 'status'
    },
  })
  const connect = (transport: Beaten['transport'] = 'WebSocket') => {
    const began = performance.now()
    const heard: (readonly [frame: string, afterMs: number])[] = []
    const connection: Beaten = {
      transport,
      since: 0,
      write: frame => heard.push([frame, performance.now() - began]),
      end: () => metronome.remove(connection),
    }
    metronome.add(connection)
    return { heard, leave: () => metronome.remove(connection) }
  }
  return { metronome, connect, asked }
}

describe('the metronome', () => {
  it('[DIAG-10] a message names its transport, and is made once for each', () => {
    const { connect, asked } = start()
    const [socket, sse] = [connect('WebSocket'), connect('SSE')]
    connect('SSE')
    vi.advanceTimersByTime(2_200)
    expect([socket, sse].map(({ heard }) => heard[0]?.[0])).toEqual(['message 1', 'SSE message 1'])
    expect(asked.messages).toBe(2)
  })

  it.each([0, 30, 100, 1_234, 5_999])(
    '[DIAG-2] a connection that begins %i ms later has its own periods',
    afterMs => {
      const { connect } = start()
      connect()
      vi.advanceTimersByTime(afterMs)
      const { heard } = connect()
      vi.advanceTimersByTime(12_150)
      expect(heard.filter(([frame]) => frame !== 'status').map(([frame]) => frame)).toEqual(
        [1, 2, 3, 4, 5, 6].map(n => `message ${n}`),
      )
      expect(heard.filter(([frame]) => frame === 'status')).toHaveLength(4)
      const late = (every: number) => (ms: number, i: number) => ms - (i + 1) * every
      const at = (isStatus: boolean) =>
        heard.filter(([frame]) => (frame === 'status') === isStatus).map(([, ms]) => ms)
      for (const ms of [...at(false).map(late(2_000)), ...at(true).map(late(3_000))]) {
        expect(ms).toBeGreaterThanOrEqual(0)
        expect(ms).toBeLessThanOrEqual(100)
      }
    },
  )

  it('[DIAG-5] one timer serves ten thousand, and what they get is made once', () => {
    const { connect, asked } = start()
    const all = Array.from({ length: 10_000 }, connect)
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(3_100)
    expect(asked).toEqual({ messages: 1, statuses: 1 })
    for (const { heard } of all) expect(heard).toHaveLength(2)
    for (const { leave } of all) leave()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('[DIAG-2] goes by the clock when the timer came late', () => {
    const { connect } = start()
    const { heard } = connect()
    vi.advanceTimersByTime(2_150)
    // The process stood still.
    const now = performance.now()
    vi.spyOn(performance, 'now').mockImplementation(() => now + 4_000)
    vi.advanceTimersByTime(100)
    expect(heard.map(([frame]) => frame)).toEqual(['message 1', 'status', 'message 2', 'message 3', 'status'])
  })

  it('[DIAG-7] a client that left, or was closed, receives nothing more', () => {
    const { metronome, connect } = start()
    const { heard, leave } = connect()
    const other = connect()
    leave()
    leave()
    expect(metronome.count).toBe(1)
    vi.advanceTimersByTime(2_150)
    metronome.endAll()
    vi.advanceTimersByTime(10_000)
    expect([heard.length, other.heard.length, metronome.count, vi.getTimerCount()]).toEqual([0, 1, 0, 0])
  })
})
