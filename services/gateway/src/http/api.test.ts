import { afterAll, beforeAll, expect, it } from 'vitest'
import { duel, type Served, serveHttp, startEdge, type TestEdge } from './uws-http.testkit.ts'

let edge: TestEdge
let served: Served
const ask = (path: string, init?: RequestInit) => fetch(served.url + path, init)
const bodyOf = async (path: string, init?: RequestInit): Promise<unknown> => (await ask(path, init)).json()

beforeAll(async () => {
  edge = await startEdge()
  served = await serveHttp(edge)
  await edge.scores.settleRace(duel('race-1', Math.round(edge.node.now()) - 60_000))
})

afterAll(async () => {
  served.close()
  await edge.close()
})

it('[H1] shows the boards by window, limit and language', async () => {
  const row = { rank: 1, username: 'Budi', wpm: 92.4, accuracy: 1, races: 1, at: expect.any(Number) }
  expect(await bodyOf('/api/leaderboard')).toEqual({ window: 'all', data: [row] })
  expect(await bodyOf('/api/leaderboard?window=day&limit=1&lang=en')).toEqual({ window: 'day', data: [row] })
  expect(await bodyOf('/api/leaderboard?lang=id&window=week')).toEqual({ window: 'week', data: [] })
  expect(await bodyOf('/api/leaderboard?lang=')).toMatchObject({ window: 'all' })
})
