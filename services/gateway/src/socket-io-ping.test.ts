import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { answersPing } from './socket-io-ping.ts'

const WITHIN_MS = 1_500
const PING_INTERVAL_MS = 10_000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const connection = (protocol: number) => Object.assign(new EventEmitter(), { protocol, sendPacket: vi.fn() })

it.each([
  [11_400, true],
  [11_600, false],
])(
  '[SOCKETIO-13] a client of Engine.IO 3 that was heard %i ms ago is there: %s',
  async (silentMs, isThere) => {
    const asked = connection(3)
    const heardAt = performance.now()
    vi.advanceTimersByTime(silentMs)
    expect(await answersPing(asked, WITHIN_MS, PING_INTERVAL_MS, heardAt)).toBe(isThere)
    expect(asked.sendPacket).not.toHaveBeenCalled()
  },
)

it.each(['heartbeat', 'close', undefined])(
  '[SOCKETIO-13] a client of Engine.IO 4 is there if it answers its ping in time (%s)',
  async event => {
    const asked = connection(4)
    const isThere = answersPing(asked, WITHIN_MS, PING_INTERVAL_MS, 0)
    expect(asked.sendPacket).toHaveBeenCalledExactlyOnceWith('ping')
    if (event !== undefined) asked.emit(event)
    vi.advanceTimersByTime(WITHIN_MS)
    expect(await isThere).toBe(event === 'heartbeat')
    expect(asked.eventNames()).toEqual([])
  },
)
