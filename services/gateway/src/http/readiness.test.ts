import { createServer } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import {
  ask,
  duel,
  plan,
  postJson,
  type Served,
  serveHttp,
  startEdge,
  type TestEdge,
} from './uws-http.testkit.ts'

const ending: (() => unknown)[] = []

afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

const start = async (databaseUrl?: string): Promise<{ edge: TestEdge; served: Served }> => {
  const edge = await startEdge(databaseUrl)
  ending.push(() => edge.close())
  const served = await serveHttp(edge)
  ending.push(() => served.close())
  return { edge, served }
}

const ready = async ({ port }: Served) => {
  const answer = await ask(port, '/readyz')
  return [answer.status, answer.json()]
}

it('[HTTP-17] a node is ready while Redis and PostgreSQL answer and it is not draining', async () => {
  const { edge, served } = await start()
  expect(await ready(served)).toEqual([200, { ready: true }])
  edge.node.admission.isDraining = true // told at once, however fresh the rest is
  expect(await ready(served)).toEqual([503, { ready: false, reasons: ['draining'] }])
  edge.cluster.redis.disconnect()
  await edge.scores.close()
  await expect
    .poll(() => ready(served))
    .toEqual([503, { ready: false, reasons: ['redis', 'postgres', 'draining'] }])
  expect((await ask(served.port, '/healthz')).json()).toEqual({ alive: true })
})

it('[HTTP-17] a PostgreSQL that accepts and says nothing counts as away after a second', async () => {
  const silent = createServer()
  await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
  ending.push(() => silent.close())
  const address = silent.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const { served } = await start(`postgres://postgres@127.0.0.1:${port}/ketik`)
  expect(await ready(served)).toEqual([503, { ready: false, reasons: ['postgres'] }])
})

it('[HTTP-18] health checks cannot hammer: the services are asked once in 250 ms', async () => {
  const { edge } = await start()
  let pings = 0
  const ping = () => {
    pings += 1
    return edge.scores.ping()
  }
  const served = await serveHttp(edge, { scores: { ...edge.scores, ping } })
  ending.push(() => served.close())
  const askedAt = performance.now()
  for (let i = 0; i < 20; i++) await Promise.all(Array.from({ length: 5 }, () => ready(served)))
  expect(pings).toBeLessThanOrEqual(1 + Math.ceil((performance.now() - askedAt) / 250))
  expect(pings).toBeGreaterThan(0)
})

it('[HTTP-19] without PostgreSQL boards answer from the last good copy, and races from the cluster; the rest is unavailable', async () => {
  const { edge, served } = await start()
  await edge.scores.settleRace(duel('race-1', Math.round(edge.node.now()) - 60_000))
  const board = async (query = '') => (await ask(served.port, `/api/leaderboard${query}`)).json()
  const fresh = await board()
  await edge.cluster.races.create(plan('race-2', edge.node.now()), [edge.node.id, edge.node.id])
  await edge.scores.close()
  await expect.poll(() => board()).toEqual({ ...(fresh as object), stale: true })
  for (const path of ['/api/players/Budi', '/api/races/race-1', '/api/leaderboard?lang=id']) {
    const answer = await ask(served.port, path)
    expect([answer.status, answer.json()]).toMatchObject([503, { code: 'unavailable', retryable: true }])
    expect(answer.headers['retry-after']).toBe('1')
  }
  expect((await ask(served.port, '/api/races/race-2')).status).toBe(200)
  expect((await ask(served.port, '/api/session', postJson({ username: 'Budi' }))).status).toBe(200)
})
