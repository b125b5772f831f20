import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { prove } from '../proof/prove.ts'
import { DOORS, visit } from './doors.ts'

const adminSecret = 'the secret of the operators'
const WITHIN_MS = 1_000

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, edges: 2, matchmakers: 0, gateway: { adminSecret } })
})
afterAll(() => cluster.close())

it('[LOBBY-12] a ban ends the connections of a name within a second at every door', async ({ task }) => {
  const visitors = await Promise.all(DOORS.map(door => visit(cluster, door, 1, `Usir ${door}`)))
  const bannedAt = performance.now()
  const ends = visitors.map(async ({ name, ended }) => {
    const answer = await fetch(`http://127.0.0.1:${cluster.gateways[0]?.ports['http']}/api/admin/ban`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${adminSecret}` },
      body: JSON.stringify({ name, seconds: 60 }),
    })
    expect(answer.status).toBe(200)
    await ended()
  })
  await Promise.all(ends)
  prove({ task }, { what: 'last end', measured: performance.now() - bannedAt, most: WITHIN_MS, unit: 'ms' })
})
