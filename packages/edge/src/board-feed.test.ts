import type { BoardRow } from '@ketik/protocol'
import { createLog } from '@ketik/runtime'
import { ScoresUnavailable } from '@ketik/scores'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { BoardFeed } from './board-feed.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Nodes over one channel; `top` is their database. */
const openNodes = async (
  count: number,
  top: () => Promise<{ data: readonly BoardRow[]; stale: boolean }>,
) => {
  const heard: ((payload: string) => void)[] = []
  const bus = {
    subscribe: async (_: string, handler: (payload: string) => void) => {
      heard.push(handler)
    },
    publish: (_: string, payload: string) => {
      for (const handler of heard) handler(payload)
    },
  }
  const log = createLog('test', 'silent')
  return await Promise.all(
    Array.from({ length: count }, async () => {
      const updates: { leaderboard: readonly BoardRow[] }[] = []
      const tell = (frame: string) => updates.push(JSON.parse(frame))
      const feed = await BoardFeed.open({ boards: { top }, bus, channel: 'results', log, tell })
      return { feed, updates }
    }),
  )
}

const result = (username: string, wpm: number) => ({ username, wpm, accuracy: null, at: 1 })
const empty = async () => ({ data: [], stale: false })

it('[A30] a result of one node updates the clients of all, once', async () => {
  const [here, there] = await openNodes(2, empty)
  here?.feed.onResult(result('Ani', 80), true)
  for (const node of [here, there])
    expect(node?.updates).toEqual([
      {
        type: 'leaderboard_update',
        leaderboard: [{ rank: 1, username: 'Ani', wpm: 80, accuracy: null, races: 1, at: 1 }],
      },
    ])
  await vi.advanceTimersByTimeAsync(5_000)
  expect(there?.updates).toHaveLength(1)
})

it('[A30] updates follow each other by a second or more, and the last one has all', async () => {
  const [node] = await openNodes(1, empty)
  for (let i = 1; i <= 40; i++) {
    node?.feed.onResult(result(`P${i}`, i), true)
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(node?.updates).toHaveLength(4)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(node?.updates).toHaveLength(5)
  expect(node?.updates.at(-1)?.leaderboard[0]?.username).toBe('P40')
})

it('[A26] without a database the board has what the node knows', async () => {
  const [node] = await openNodes(1, () => Promise.reject(new ScoresUnavailable('away')))
  node?.feed.onResult(result('Ani', 80), true)
  expect(await node?.feed.top({ window: 'all' })).toMatchObject({ data: [{ username: 'Ani' }], stale: true })
  expect(await node?.feed.top({ window: 'day' })).toEqual({ data: [], stale: true })
})
