import { mkdirSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createRedis, NODE_DEAD_AFTER_MS, type RedisClient } from '@ketik/cluster'
import { registry } from '@ketik/runtime'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '../../local/free-port.ts'
import { startCluster, type TestCluster } from '../cluster.ts'
import { nickClient, plainClient } from '../lobby/clients.ts'
import { type OwnServers, startOwnServers } from '../own-servers.ts'
import { loggedIn, refusalOf } from '../player.ts'
import { humanKeys, meet, readyTypist } from '../typist.ts'

let servers: OwnServers
let cluster: TestCluster
let redis: RedisClient
beforeAll(async () => {
  servers = await startOwnServers()
  redis = createRedis(servers.redis.url)
  await redis.connect()
  cluster = await startCluster({
    gateways: 2,
    edges: 1,
    matchmakers: 2,
    redisUrl: servers.redis.url,
    prefix: 'refused:',
  })
})
afterAll(async () => {
  redis.disconnect()
  await cluster.close()
  await servers.close()
})

type Refusing = { readonly begin: () => Promise<unknown>; readonly end: () => Promise<unknown> }

const config = (name: string, value: string | number) => redis.config('SET', name, String(value))

/** Redis cannot save while a folder has the name of its file. */
const blockedFile = async (): Promise<string> => {
  const [, folder = ''] = (await redis.config('GET', 'dir')) as string[]
  return join(folder, 'dump.rdb')
}
const saved = async (status: 'ok' | 'err') => {
  await redis.bgsave()
  await expect.poll(() => redis.info('persistence')).toContain(`rdb_last_bgsave_status:${status}`)
}

const WAYS: Readonly<Record<string, Refusing>> = {
  'maxmemory is reached': { begin: () => config('maxmemory', 1), end: () => config('maxmemory', 0) },
  'it is a read-only replica': {
    begin: async () => redis.replicaof('127.0.0.1', await freePort()),
    end: () => redis.replicaof('NO', 'ONE'),
  },
  'it cannot save (MISCONF)': {
    begin: async () => {
      mkdirSync(await blockedFile())
      await config('save', '3600 1')
      await saved('err')
    },
    end: async () => {
      rmdirSync(await blockedFile())
      await saved('ok')
      await config('save', '')
    },
  },
  'it has too few replicas': {
    begin: () => config('min-replicas-to-write', 1),
    end: () => config('min-replicas-to-write', 0),
  },
}

const readiness = async (node: number) => {
  const answer = await fetch(`http://127.0.0.1:${cluster.gateways[node]?.ports['http']}/readyz`)
  return [answer.status, await answer.json()]
}
const reaped = async () =>
  (await registry.getSingleMetric('ketik_nodes_reaped_total')?.get())?.values[0]?.value
const nodes = async () => (await redis.zrange('refused:{nodes}', '0', '-1')).sort()

it.each(Object.entries(WAYS))('[FAULT-21] Redis refuses writes because %s', async (_, way) => {
  const name = (prefix: string) => `${prefix}${Math.random().toString(36).slice(2, 8)}`
  const before = { nodes: await nodes(), reaped: await reaped() }
  const ani = await readyTypist(cluster.connect({ over: 'websocket', node: 0 }, name('ani')))
  const budi = await readyTypist(cluster.connect({ over: 'websocket', node: 1 }, name('budi')))
  const waiting = await loggedIn(cluster.connect({ over: 'tcp', node: 0 }, name('citra')))
  const idle = await loggedIn(cluster.connect({ over: 'websocket', node: 1 }, name('dedi')))
  const nick = await nickClient(cluster.edges[0]?.ports['nick'] ?? 0, name('eka'))
  const plain = await plainClient(cluster.gateways[0]?.ports['plainChat'] ?? 0)
  await meet([ani, budi], name('room'))
  waiting.send({ type: 'req_matchmaking' })
  await waiting.next('waiting')
  const typing = Promise.all(
    [ani, budi].map((one, i) => one.type(humanKeys(one.race?.text.text ?? '', 120 - 20 * i, i + 1))),
  )
  await ani.player.next(message => message.type === 'tick' && Number(message['ack']) > 5)

  await way.begin()
  const began = performance.now()
  for (const node of [0, 1])
    expect(await readiness(node)).toEqual([503, { ready: false, reasons: ['redis'] }])
  expect(await ani.player.next('cluster')).toMatchObject({ state: 'reconnecting' })
  const late = await cluster.connect({ over: 'websocket', node: 1 }, name('fitri'))
  expect(await refusalOf(late, { type: 'login', username: late.name })).toBe('unavailable')
  // Nobody is declared dead: only time shows that.
  await pause(2.5 * NODE_DEAD_AFTER_MS - (performance.now() - began))
  expect(await readiness(0)).toEqual([503, { ready: false, reasons: ['redis'] }])
  await way.end()

  expect(await ani.player.next('cluster')).toMatchObject({ state: 'ok' })
  for (const node of [0, 1]) await expect.poll(() => readiness(node)).toEqual([200, { ready: true }])
  await typing
  // The order of two finishes that waited for Redis is the order in which their nodes reach it again.
  const results = () => [ani, budi].map(({ player }) => player.all('game_over')[0]?.['result']).sort()
  await expect.poll(results, { timeout: 30_000 }).toEqual(['lost', 'won'])
  const { rows } = await cluster.settled(ani.race?.id ?? '')
  expect(rows.map(({ state }) => state)).toEqual(['finished', 'finished'])
  idle.send({ type: 'req_matchmaking' })
  expect(await waiting.next('matched')).toMatchObject({ opponent: idle.name })
  nick.send('apa kabar')
  await plain.ear.until(line => line.endsWith('apa kabar'))
  late.send({ type: 'login', username: late.name })
  await late.next('res_leaderboard')
  expect(await nodes()).toEqual(before.nodes)
  expect(await reaped()).toBe(before.reaped)
  for (const { closedWith } of [ani.player, budi.player, waiting, idle, late, nick.ear, plain.ear])
    expect(closedWith).toBeUndefined()
  for (const player of [ani.player, budi.player, waiting, idle, late]) player.close()
  nick.close()
  plain.close()
})
