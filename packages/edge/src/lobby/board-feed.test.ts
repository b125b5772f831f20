import type { BoardRow } from '@ketik/protocol'
import type { Timing } from '@ketik/race'
import { createLog } from '@ketik/runtime'
import { ScoresUnavailable } from '@ketik/scores'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { BoardFeed } from './board-feed.ts'
import type { Boards } from './boards.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Nodes over one channel; `top` is their database. */
const openNodes = async (count: number, top: Boards['top']) => {
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

const result = (username: string, wpm: number, timed: Timing = 'keys') => ({
  username,
  wpm,
  accuracy: null,
  at: 1,
  timed,
  race: 'r1',
})
const empty = async () => ({ data: [], stale: false })

it('[BASIC-30] a result of one node updates the clients of all, once', async () => {
  const [here, there] = await openNodes(2, empty)
  here?.feed.onResult(result('Ani', 80), true)
  for (const node of [here, there])
    expect(node?.updates).toEqual([
      {
        type: 'leaderboard_update',
        leaderboard: [{ rank: 1, races: 1, ...result('Ani', 80) }],
      },
    ])
  await vi.advanceTimersByTimeAsync(5_000)
  expect(there?.updates).toHaveLength(1)
})

it('[BASIC-30] updates follow each other by a second or more, and the last one has all', async () => {
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

it('[BASIC-37] without a database the board has what the node knows', async () => {
  const [node] = await openNodes(1, () => Promise.reject(new ScoresUnavailable('away')))
  node?.feed.onResult(result('Ani', 80), true)
  expect(await node?.feed.top({ window: 'all' })).toMatchObject({ data: [{ username: 'Ani' }], stale: true })
  expect(await node?.feed.top({ window: 'day' })).toEqual({ data: [], stale: true })
})

it('[VERIFIED-2] results timed by arrival are on the board of contract A, and on the default board of no node', async () => {
  const [here, there] = await openNodes(2, empty)
  here?.feed.onResult(result('Ani', 80), true)
  here?.feed.onResult(result('Budi', 90, 'arrival'), true)
  const names = (rows: readonly BoardRow[] = []) => rows.map(({ username, timed }) => [username, timed])
  const both = [
    ['Budi', 'arrival'],
    ['Ani', 'keys'],
  ]
  for (const node of [here, there]) {
    expect(names(node?.feed.rows)).toEqual(both)
    expect(names((await node?.feed.top({ window: 'all', timed: 'any' }))?.data)).toEqual(both)
    expect(names((await node?.feed.top({ window: 'all' }))?.data)).toEqual([['Ani', 'keys']])
  }
})

it('[VERIFIED-2] a verified result reaches the other nodes also when a faster one by arrival hides it', async () => {
  const [here, there] = await openNodes(2, empty)
  here?.feed.onResult(result('Ani', 90, 'arrival'), true)
  here?.feed.onResult(result('Ani', 80), true)
  expect((await there?.feed.top({ window: 'all' }))?.data).toMatchObject([{ username: 'Ani', wpm: 80 }])
})

it('[VERIFIED-1] a board asks PostgreSQL for the timing that its reader asked for', async () => {
  const asked: unknown[] = []
  const [node] = await openNodes(1, async query => {
    asked.push([query.window, query.timed])
    return { data: [], stale: false }
  })
  await node?.feed.top({ window: 'day' })
  await node?.feed.top({ window: 'week', timed: 'any' })
  await node?.feed.top({ window: 'all', timed: 'arrival' })
  await node?.feed.top({ window: 'all' })
  expect(asked).toEqual([
    ['all', 'any'],
    ['all', 'keys'],
    ['day', 'keys'],
    ['week', 'any'],
    ['all', 'arrival'],
    ['all', 'keys'],
  ])
})
