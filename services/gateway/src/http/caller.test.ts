import { foldUsername } from '@ketik/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ask, plan, type Served, serveHttp, startEdge, type TestEdge } from './uws-http.testkit.ts'

let edge: TestEdge
let served: Served
beforeAll(async () => {
  edge = await startEdge()
  await edge.cluster.claims.fill()
  const hidden = { ...plan('hidden', edge.node.now() - 1_000), isPrivate: true }
  await edge.cluster.races.create(hidden, [edge.node.id, edge.node.id])
  await edge.scores.close()
  served = await serveHttp(edge)
})
afterAll(async () => {
  served.close()
  await edge.close()
})

const note = (version: number, claim: { player: string; generation: number } | { until: number }) =>
  edge.cluster.claims.note({ claims: [{ foldedName: foldUsername('Budi'), version, ...claim }], ended: [] })
const end = (id: string) =>
  edge.cluster.claims.note({ claims: [], ended: [{ id, endsAt: edge.node.now() - 1 }] })
/** Of the player of seat 0; an account's where it has a generation. */
const token = (generation?: number, ids = { session: 'e1', token: 't1' }) =>
  edge.node.tokens.issue('Budi', 'Budi', generation === undefined ? undefined : { generation, ...ids })
const seen = async (bearer: string) =>
  (await ask(served.port, '/api/races/hidden', { headers: { authorization: `Bearer ${bearer}` } })).status

it('[PRIVACY-6] while PostgreSQL is away, the cluster says which sessions stand', async () => {
  const guest = token()
  expect(await seen(guest)).toBe(200)
  await note(1, { player: 'someone else', generation: 1 })
  expect(await seen(guest)).toBe(200)
  await note(2, { player: 'Budi', generation: 1 })
  expect([await seen(guest), await seen(token(1)), await seen(token(2))]).toEqual([404, 200, 404])
  await end('t1')
  expect([await seen(token(1)), await seen(token(1, { session: 'e1', token: 't2' }))]).toEqual([404, 200])
  await end('e1')
  expect(await seen(token(1, { session: 'e1', token: 't2' }))).toBe(404)
  expect(await seen(token(1, { session: 'e2', token: 't3' }))).toBe(200)
  await note(3, { player: 'Budi', generation: 2 })
  expect([
    await seen(token(1, { session: 'e2', token: 't3' })),
    await seen(token(2, { session: 'e2', token: 't3' })),
  ]).toEqual([404, 200])
  await note(4, { until: edge.node.now() + 60_000 })
  expect([await seen(guest), await seen(token(2, { session: 'e2', token: 't3' }))]).toEqual([404, 404])
})

it('[PRIVACY-6] while nobody can tell, the answer is 503 and nothing is shown', async () => {
  await edge.cluster.redis.del(edge.cluster.names.claims)
  for (const bearer of [token(), token(1)]) expect(await seen(bearer)).toBe(503)
})
