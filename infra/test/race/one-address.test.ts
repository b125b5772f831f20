import { createNames, createRedis, patient } from '@ketik/cluster'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { loggedIn, overTcp, overWebSocket, type Player } from '../player.ts'

const [HOME, AWAY] = ['127.0.0.11', '127.0.0.12']

let cluster: TestCluster
beforeEach(async () => {
  // Whoever asks waits until a test adds the matchmaker.
  cluster = await startCluster({ gateways: 2, edges: 1, matchmakers: 0 })
})
afterEach(() => cluster.close())

const overWs = (node: number, name: string, from: string, path = '/ws') =>
  overWebSocket(cluster.gateways[node]?.ports['http'] ?? 0, name, path, from)

/** All ask for a public race, one after the other, by contract A. */
const ask = async (players: readonly Player[]): Promise<void> => {
  for (const player of players) {
    player.send({ type: 'req_matchmaking' })
    await player.next('waiting')
  }
}

const ticketsInRedis = async (): Promise<readonly string[]> => {
  const redis = createRedis(cluster.redisUrl, { ...patient, lazyConnect: false })
  const tickets = await redis.hvals(createNames(cluster.prefix).tickets)
  redis.disconnect()
  return tickets
}

it('[VERIFIED-5] two seats of one address at two nodes do not meet while somebody else waits', async () => {
  const [ani, budi, citra] = await Promise.all([
    loggedIn(overWs(0, 'Ani', HOME)),
    loggedIn(overWs(1, 'Budi', HOME)),
    loggedIn(overTcp(cluster.edges[0]?.ports['race'] ?? 0, 'Citra', '127.0.0.1', AWAY)),
  ])
  await ask([ani, budi, citra])
  const tickets = await ticketsInRedis()
  expect(tickets).toHaveLength(3)
  for (const ticket of tickets) for (const address of [HOME, AWAY]) expect(ticket).not.toContain(address)

  await cluster.addMatchmaker()
  expect(await ani.next('matched')).toMatchObject({ opponents: ['Citra'] })
  expect(await citra.next('matched')).toMatchObject({ opponents: ['Ani'] })
  await budi.next(({ waiting_count }) => waiting_count === 1)
  expect(budi.all('matched')).toEqual([])
  for (const player of [ani, budi, citra]) player.close()
})

it('[VERIFIED-5] players behind one address race at once when nobody else waits', async () => {
  await cluster.addMatchmaker()
  const [ani, budi] = await Promise.all([
    loggedIn(overWs(0, 'Ani', HOME)),
    loggedIn(overWs(1, 'Budi', HOME, '/ws')),
  ])
  await ask([ani, budi])
  expect(await ani.next('matched')).toMatchObject({ opponents: ['Budi'] })
  for (const player of [ani, budi]) player.close()
})
