import { once } from 'node:events'
import { createRedis, patient, SharedCluster } from '@ketik/cluster'
import { createLog } from '@ketik/runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Door, startProcessCluster, type TestCluster } from '../cluster.ts'
import { sized } from '../proof/full-size.ts'
import { scratchFolder } from '../scratch.ts'
import { testRedis } from '../services.ts'
import { humanKeys, meet, readyTypist, Typist } from '../typist.ts'
import { startRedisCluster, startSentinel, type Topology } from './redis-topologies.ts'

const RACES = sized(100, 20)
const CONNECTS = sized(30, 10)
const LEAVER = 'Tono'
const MINUTES_10 = 600_000
const log = createLog('test', 'silent')

describe.each([
  ['[PROXY-40]', 'Sentinel', startSentinel],
  ['[PROXY-41]', 'Cluster', startRedisCluster],
])('%s', (rule, kind, startTopology) => {
  const folder = scratchFolder()
  const { prefix } = testRedis()
  let redis: Topology
  let cluster: TestCluster

  beforeAll(async () => {
    redis = await startTopology(folder)
    cluster = await startProcessCluster({
      gateways: 2,
      edges: 1,
      matchmakers: 2,
      redisUrl: redis.url,
      prefix,
    })
  }, MINUTES_10)

  afterAll(async () => {
    await cluster?.close()
    await redis?.stop()
  })

  it(`[PROXY-42] a process connects to Redis ${kind} every time`, async () => {
    for (let i = 0; i < CONNECTS; i++) {
      const settings = { redisUrl: redis.url, prefix: `${prefix}connect:`, role: 'gateway' } as const
      const connected = await SharedCluster.connect(settings, log)
      await connected.close()
    }
  })

  if (kind === 'Cluster') {
    it('[PROXY-43] a client that gets a disconnect and a connect directly after each other, as from BullMQ, is connected', async () => {
      const client = createRedis(redis.url, { ...patient, lazyConnect: false })
      await once(client, 'ready')
      for (let i = 0; i < 5; i++) {
        client.disconnect(false)
        await client.connect()
        expect(await client.set(`${prefix}${i}`, 'here')).toBe('OK')
      }
      client.disconnect()
      await once(client, 'end')
    })
  }

  it(
    `${rule} on Redis ${kind} two players on two nodes race to a stored result, and hear each other`,
    () => duel('before'),
    MINUTES_10,
  )

  it(
    `${rule} ${RACES} races under which a primary of Redis ${kind} dies all settle, none twice`,
    async () => {
      const all = []
      for (let i = 1; i <= RACES; i++) all.push(await twoTypists(`${i}`, i % 3 === 0 ? edge : gateway(0)))
      const views = await Promise.all(all.map((players, i) => meet(players, `${kind}-${i}`)))
      const ends = all.flatMap((players, i) =>
        players.map((typist, seat) => typeToTheEnd(typist, 80 + ((i * 7) % 20), 2 * i + seat)),
      )
      await all[0]?.[0]?.player.next('start_game')
      const killedAt = performance.now()
      const leaver = new Typist(await cluster.connect(gateway(0), LEAVER))
      const { node } = await leaver.login()
      await redis.killPrimaryOf(`${prefix}{inbox:${node}}`)
      leaver.player.close() // its name goes back when Redis does
      await redis.replaced()
      console.log(`${kind}: replaced after ${Math.round(performance.now() - killedAt)} ms`)
      await Promise.all(ends)
      console.log(`${kind}: all races over after ${Math.round(performance.now() - killedAt)} ms`)
      for (const [race] of views) {
        expect((await cluster.settled(race?.id ?? '')).rows).toMatchObject(bothFinished)
      }
      const profiles = await Promise.all(
        all.flat().map(({ player }) => cluster.scores.playerProfile(player.name)),
      )
      expect(profiles.map(profile => profile?.races)).toEqual(profiles.map(() => 1))
    },
    MINUTES_10,
  )

  it(
    `${rule} after a primary of Redis ${kind} died, new races and the lobby go on between the nodes`,
    () => duel('after'),
    MINUTES_10,
  )

  const duel = async (room: string) => {
    const players = await twoTypists(room)
    const [ani, budi] = players
    await readyTypist(cluster.connect(gateway(1), LEAVER)).then(({ player }) => player.close())
    ani.player.send({ type: 'chat', text: `${room} the failover` })
    await budi.player.next(message => message.type === 'chat' && message['text'] === `${room} the failover`)
    const [race] = await meet(players, `${kind}-${room}`)
    await Promise.all(players.map((typist, seat) => typeToTheEnd(typist, 150, seat)))
    expect((await cluster.settled(race?.id ?? '')).rows).toMatchObject(bothFinished)
    for (const { player } of players) {
      const ticks = player.all('tick').filter(({ seats }) => Array.isArray(seats) && seats.length > 0)
      expect(ticks.length, player.name).toBeGreaterThan(10)
    }
  }

  const twoTypists = async (name: string, door: Door = gateway(0)): Promise<readonly [Typist, Typist]> => [
    await readyTypist(cluster.connect(door, `ani-${name}`)),
    await readyTypist(cluster.connect(gateway(1), `budi-${name}`)),
  ]
})

const edge = { over: 'tcp', node: 0 } as const
const gateway = (node: number) => ({ over: 'websocket', node }) as const
const bothFinished = [{ state: 'finished' }, { state: 'finished' }]

/** Types the text of the race it is in, and reads how it ended. */
const typeToTheEnd = async (typist: Typist, wpm: number, seed: number): Promise<void> => {
  await typist.type(humanKeys(typist.race?.text.text ?? '', wpm, seed))
  await typist.player.next('game_over', MINUTES_10)
}
