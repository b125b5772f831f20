import type { Refusal } from '@ketik/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ChatQueue } from './chat-queue.ts'
import { WaitingTexts } from './waiting-texts.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => vi.useRealTimers())

const start = () => {
  const said: string[] = []
  const told: Refusal[] = []
  const state = { isMuted: false, sharedMs: 0, isAway: false, asked: 0 }
  const waiting = new WaitingTexts()
  const queue = new ChatQueue({
    perTenSeconds: 5,
    isMuted: () => state.isMuted,
    take: () => {
      state.asked += 1
      return state.sharedMs
    },
    hold: units => waiting.hold(units),
    release: units => waiting.release(units),
    say: async text => {
      if (state.isAway) throw new Error('away')
      said.push(text)
    },
    refuse: refusal => told.push(refusal),
  })
  return { queue, said, told, state, waiting }
}
const texts = (count: number) => Array.from({ length: count }, (_, i) => `pesan ${i}`)

describe('the chat queue', () => {
  it('[LOBBY-18] five at once, then one each two seconds, in order; only what comes while 20 wait is refused', async () => {
    const { queue, said, told } = start()
    const outcomes = await Promise.all(texts(27).map(text => queue.send(text)))
    expect(outcomes).toEqual([...Array(25).fill(undefined), ...Array(2).fill({ refused: 'rate_limited' })])
    expect(said).toEqual(texts(5))
    vi.advanceTimersByTime(1_900)
    expect(said).toEqual(texts(5))
    vi.advanceTimersByTime(200)
    expect(said).toEqual(texts(6))
    expect(await queue.send('terakhir')).toBeUndefined()
    vi.advanceTimersByTime(60_000)
    expect(said).toEqual([...texts(25), 'terakhir'])
    expect([told, vi.getTimerCount()]).toEqual([[], 0])
  })

  it('[LOBBY-18] a limit that is shared with others delays as well', async () => {
    const { queue, said, state } = start()
    state.sharedMs = 700
    for (const text of ['satu', 'dua']) expect(await queue.send(text)).toBeUndefined()
    expect(said).toEqual([])
    state.sharedMs = 0
    vi.advanceTimersByTime(700)
    expect(said).toEqual(['satu', 'dua'])
    await queue.end()
  })

  it('[LOBBY-18] a limit that others use up is asked for less and less often', async () => {
    const { queue, state } = start()
    state.sharedMs = 1
    await queue.send('satu')
    vi.advanceTimersByTime(60_000)
    expect(state.asked).toBeLessThan(45)
    await queue.end('banned')
  })

  it('[LOBBY-21] what waits at a node is bounded, and what no longer waits makes room', async () => {
    const { queue, waiting } = start()
    for (const text of texts(5)) await queue.send(text)
    while (waiting.hold(1_000_000));
    while (waiting.hold(1));
    waiting.release(300)
    expect(await queue.send('x'.repeat(300))).toBeUndefined()
    expect(await queue.send('y')).toEqual({ refused: 'rate_limited' })
    await queue.end('banned')
    expect([waiting.hold(300), waiting.hold(1)]).toEqual([true, false])
  })

  it('[LOBBY-20] what waits when the client hangs up is sent at once, as far as its address may', async () => {
    const { queue, said, state } = start()
    for (const text of texts(10)) await queue.send(text)
    await queue.end()
    expect(said).toEqual(texts(10))
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) await queue.send(text)
    state.sharedMs = 1
    await queue.end()
    expect(said).toEqual(texts(10))
    expect(vi.getTimerCount()).toBe(0)
  })

  it.each([
    ['restart', true],
    ['moving', true],
    ['taken_over', true],
    ['flooding', false],
    ['banned', false],
    ['too_slow', false],
  ] as const)('[LOBBY-20] when the server closes with %s, what waits is sent: %s', async (reason, isSent) => {
    const { queue, said } = start()
    for (const text of texts(8)) await queue.send(text)
    await queue.end(reason)
    expect(said).toEqual(texts(isSent ? 8 : 5))
    expect(vi.getTimerCount()).toBe(0)
  })

  it('[LOBBY-20] a mute drops what waits and says so once', async () => {
    const { queue, said, told, state } = start()
    for (const text of texts(8)) await queue.send(text)
    state.isMuted = true
    expect(await queue.send('lagi')).toEqual({ refused: 'muted' })
    vi.advanceTimersByTime(10_000)
    expect(said).toEqual(texts(5))
    expect(told).toEqual([{ refused: 'muted' }])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('[LOBBY-20] a message that waited and meets a fault is refused to its sender', async () => {
    const { queue, told, state } = start()
    for (const text of texts(6)) await queue.send(text)
    state.isAway = true
    await vi.advanceTimersByTimeAsync(2_100)
    expect(told).toEqual([{ refused: 'unavailable' }])
  })
})
