import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { type OwnServers, startOwnServers } from '../own-servers.ts'
import { everyoneGone, nickClient, nickConnection, plainClient } from './clients.ts'

let servers: OwnServers
let cluster: TestCluster
beforeAll(async () => {
  servers = await startOwnServers()
  cluster = await startCluster({
    redisUrl: servers.redis.url,
    gateways: 2,
    edges: 1,
    matchmakers: 0,
  })
})
afterAll(async () => {
  await everyoneGone(cluster.gateways[0]?.ports['http'] ?? 0)
  await cluster.close()
  await servers.close()
})

it('[LOBBY-8] Redis away: said so, names given back when it is there again, and one lobby as before', async () => {
  const nickPort = cluster.edges[0]?.ports['nick'] ?? 0
  const plain = await plainClient(cluster.gateways[0]?.ports['plainChat'] ?? 0, 'Tetap')
  const other = await plainClient(cluster.gateways[1]?.ports['plainChat'] ?? 0)
  const ani = await nickClient(nickPort, 'Ani')
  plain.send('sebelum')
  await ani.ear.until('Tetap: sebelum')
  await servers.redis.kill()
  plain.send('hilang')
  expect(await plain.ear.until(line => line.startsWith('*** '))).toMatch(/out of reach/)
  ani.close()
  await ani.ear.closed()
  await pause(200)
  await servers.redis.start()
  const again = await nickConnection(nickPort)
  await again.ear.until('NICK')
  const until = performance.now() + 120_000
  while (!again.ear.heard.includes('Terkoneksi dengan Server!') && performance.now() < until) {
    again.send('Ani\n')
    await pause(2_000)
  }
  expect(again.ear.heard).toContain('Terkoneksi dengan Server!')
  plain.send('sesudah')
  for (const { ear } of [again, plain, other]) {
    await ear.until('Tetap: sesudah')
    expect(ear.heard.filter(line => line === 'Tetap: sesudah')).toHaveLength(1)
  }
}, 240_000)
