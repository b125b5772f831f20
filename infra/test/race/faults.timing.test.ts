import { createRedis, NODE_DEAD_AFTER_MS, patient } from '@ketik/cluster'
import type { RaceResults } from '@ketik/scores'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startProcessCluster, type TestCluster } from '../cluster.ts'
import { type OwnServers, startOwnServers } from '../own-servers.ts'
import { isFullSize } from '../proof/full-size.ts'
import { prove } from '../proof/prove.ts'
import type { ServiceProcess } from '../service-process.ts'
import { humanKeys, meet, readyTypist, type Typist } from '../typist.ts'
import { enter, matchIn, started, typeAt } from './arrival-racing.ts'

let servers: OwnServers
let cluster: TestCluster<ServiceProcess>

const start = async () =>
  await startProcessCluster({
    gateways: 2,
    edges: 1,
    matchmakers: 2,
    redisUrl: servers.redis.url,
    databaseUrl: servers.postgres.url,
    prefix: 'faults:',
  })

beforeEach(async () => {
  servers = await startOwnServers()
  cluster = await start()
})
afterEach(async () => {
  await cluster.close()
  await servers.close()
})

const twoTypists = async (room: string): Promise<readonly [Typist, Typist]> => {
  const ani = await readyTypist(cluster.connect({ over: 'websocket', node: 0 }, `ani-${room}`))
  const budi = await readyTypist(cluster.connect({ over: 'websocket', node: 1 }, `budi-${room}`))
  await meet([ani, budi], room)
  return [ani, budi]
}

const typeBoth = (ani: Typist, budi: Typist) =>
  Promise.all(
    [ani, budi].map((one, i) => one.type(humanKeys(one.race?.text.text ?? '', 220 - 20 * i, i + 1))),
  )

it('[FAULT-1] the whole cluster restarted: the leaderboard is still there, and races go on', async () => {
  const [ani, budi] = await twoTypists('before')
  await typeBoth(ani, budi)
  await cluster.settled(ani.race?.id ?? '')
  await cluster.close()
  await Promise.all([servers.redis.stop(), servers.postgres.stop()])
  await Promise.all([servers.redis.start(), servers.postgres.start()])
  cluster = await start()
  const response = await fetch(`http://127.0.0.1:${cluster.gateways[1]?.ports['http']}/api/leaderboard`)
  const { data } = (await response.json()) as { data: readonly { username: string }[] }
  expect(data.map(({ username }) => username)).toEqual(['ani-before', 'budi-before'])
  const [citra, dedi] = await twoTypists('after')
  await typeBoth(citra, dedi)
  await cluster.settled(citra.race?.id ?? '')
})

it('[FAULT-2] PostgreSQL away: races go on, and their results are stored once when it is back', async () => {
  const [ani, budi] = await twoTypists('away')
  const claiming = [
    await enter(cluster, { over: '/ws', node: 0 }, 'claims'),
    await enter(cluster, { over: 'TCP', node: 0 }, 'watches'),
  ] as const
  await matchIn('claims', claiming)
  await servers.postgres.kill()
  const typing = typeBoth(ani, budi)
  await typeAt(claiming[0], String((await started(claiming))['text']), 200)
  // Both boards have a result that no database has.
  for (const player of claiming) {
    const { leaderboard } = await player.next('game_over')
    expect(leaderboard).toContainEqual(expect.objectContaining({ username: 'claims' }))
    player.close()
  }
  await typing
  await ani.player.next('game_over')
  await ani.player.next('res_leaderboard')
  await ani.player.next('race_over')
  const late = await readyTypist(cluster.connect({ over: 'tcp', node: 0 }, 'late'))
  expect(late.player.all('res_leaderboard')).toMatchObject([{ stale: true }])
  await servers.postgres.start()
  const { rows } = await cluster.settled(ani.race?.id ?? '')
  expect(rows.map(({ state }) => state)).toEqual(['finished', 'finished'])
  expect(await cluster.scores.playerProfile('ani-away')).toMatchObject({ races: 1, wins: 1 })
})

it('[FAULT-3] Redis killed during a race and restarted from its file: the race ends, and both results are stored', async () => {
  const [ani, budi] = await twoTypists('redis')
  const typing = typeBoth(ani, budi)
  await ani.player.next(message => message.type === 'tick' && Number(message['ack']) > 5)
  await servers.redis.kill()
  await servers.redis.start()
  await typing
  expect(await ani.player.next('game_over')).toMatchObject({ result: 'won' })
  const { rows, keyLogs } = await cluster.settled(ani.race?.id ?? '')
  expect(rows.map(({ state }) => state)).toEqual(['finished', 'finished'])
  for (const one of [ani, budi]) {
    expect(keyLogs[one.race?.seat ?? -1]?.map(([at, key]) => [at, key])).toEqual(one.keys)
  }
})

it('[FAULT-4] every matchmaker killed once the race is on: another one settles it', async () => {
  const [ani, budi] = await twoTypists('matchmaker')
  for (const matchmaker of cluster.matchmakers) matchmaker.signal('SIGKILL')
  await Promise.all(cluster.matchmakers.map(({ exited }) => exited))
  await typeBoth(ani, budi)
  await ani.player.next('race_over')
  await cluster.addMatchmaker()
  const { rows } = await cluster.settled(ani.race?.id ?? '')
  expect(rows.map(({ state }) => state)).toEqual(['finished', 'finished'])
})

it('[FAULT-5] a gateway killed during a race: its player comes back at another node and loses no key', async ({
  task,
}) => {
  const [ani, budi] = await twoTypists('gateway')
  const keys = humanKeys(ani.race?.text.text ?? '', 200, 1)
  void ani.type(keys)
  const budiTyping = budi.type(humanKeys(ani.race?.text.text ?? '', 180, 2))
  await ani.player.next(message => message.type === 'tick' && Number(message['ack']) > 5)
  cluster.gateways[0]?.signal('SIGKILL')
  await ani.player.closed()
  ani.stop()
  const brokenAt = performance.now()
  ani.player = await cluster.connect({ over: 'tcp', node: 0 }, ani.player.name)
  await ani.login(ani.token)
  const snapshot = await ani.player.next('snapshot')
  const backMs = performance.now() - brokenAt
  ani.sent = Number(snapshot['ack'])
  await ani.type(keys)
  await budiTyping
  expect(await ani.player.next('game_over')).toMatchObject({ result: 'won' })
  const { keyLogs } = await cluster.settled(ani.race?.id ?? '')
  expect(keyLogs[ani.race?.seat ?? -1]?.map(([at, key]) => [at, key])).toEqual(keys)
  if (isFullSize())
    prove({ task }, { what: 'racing again after the kill', measured: backMs, most: 3_000, unit: 'ms' })
})

it('[FAULT-6] a gateway that dies with its players: the seats have their grace and the names are free again', async () => {
  const [ani, budi] = await twoTypists('dead')
  cluster.gateways[0]?.signal('SIGKILL')
  await ani.player.closed()
  expect(await budi.player.next('seat')).toMatchObject({ seat: ani.race?.seat, state: 'away' })
  const heir = await cluster.connect({ over: 'websocket', node: 1 }, 'heir')
  await expect
    .poll(async () => {
      heir.send({ type: 'login', username: 'ani-dead' })
      return (await heir.next(({ type }) => type === 'error' || type === 'res_leaderboard')).type
    })
    .toBe('res_leaderboard')
})

/** The race as it is stored, once that holds. */
const storedOnce = async (race: string, holds: (results: RaceResults) => boolean): Promise<RaceResults> => {
  let results: RaceResults | undefined
  const look = async () => {
    results = await cluster.scores.raceResults(race)
    return results
  }
  await expect.poll(look, { interval: 10 }).toSatisfy(found => found !== undefined && holds(found))
  if (results === undefined) throw new Error('bug: nothing is stored')
  return results
}

const hasFinish = ({ rows }: RaceResults): boolean => rows.length > 0

/** What is kept of a player who has raced once, and won or not. */
const expectCountedOnce = async (name: string, wins: number): Promise<void> => {
  expect(await cluster.scores.playerProfile(name)).toMatchObject({ races: 1, wins })
  const board = await cluster.scores.leaderboard({ window: 'all', limit: 100, at: Date.now() })
  expect(board.filter(({ username }) => username === name)).toMatchObject([{ races: 1 }])
}

/** The other player types on, much slower. */
const typeOn = (budi: Typist) => {
  void budi.type(humanKeys(budi.race?.text.text ?? '', 60, 2))
  return async () => {
    budi.stop()
    budi.player.send({ type: 'leave_race' })
    const race = budi.race?.id ?? ''
    return await storedOnce(race, ({ endedAt }) => endedAt !== null)
  }
}

const typeText = (ani: Typist) => ani.type(humanKeys(ani.race?.text.text ?? '', 220, 1))

it('[FAULT-10] a gateway killed at the moment the record has the finish: the result is stored at once, and once', async ({
  task,
}) => {
  const [ani, budi] = await twoTypists('finish')
  const leave = typeOn(budi)
  const redis = createRedis(servers.redis.url, { ...patient, lazyConnect: false })
  if (!('monitor' in redis)) throw new Error('bug: a Redis Cluster')
  const monitor = await redis.monitor()
  let hasJob = false
  const killed = new Promise<boolean>(resolve => {
    monitor.on('monitor', (_: string, [command = '', ...args]: readonly string[]) => {
      hasJob ||= args.some(arg => arg.includes(`finish-${ani.race?.id}-`))
      // The write that the script does, and not the call of the script, which may find no script yet.
      const isWrite = !/^eval/i.test(command) && args.some(arg => arg.includes('"state":"finished"'))
      if (!isWrite) return
      monitor.disconnect()
      cluster.gateways[0]?.signal('SIGKILL')
      resolve(hasJob)
    })
  })
  await typeText(ani)
  // Redis had the job before the finish: whenever the kill came, somebody stores it.
  expect(await killed).toBe(true)
  const from = performance.now()
  const stored = await storedOnce(ani.race?.id ?? '', hasFinish)
  const measured = performance.now() - from
  // Before anyone could have found that the node is dead.
  if (isFullSize())
    prove({ task }, { what: 'stored after the kill', measured, most: NODE_DEAD_AFTER_MS, unit: 'ms' })
  expect(stored).toMatchObject({ endedAt: null, rows: [{ username: 'ani-finish', state: 'finished' }] })
  expect((await leave()).rows.filter(({ state }) => state === 'finished')).toMatchObject([
    { username: 'ani-finish', place: 1, won: true },
  ])
  await expectCountedOnce('ani-finish', 1)
  redis.disconnect()
})

it('[FAULT-10] every matchmaker killed before the finish, and the next one after it is stored: it is stored once', async () => {
  const [ani, budi] = await twoTypists('between')
  const leave = typeOn(budi)
  const killAll = async () => {
    for (const one of cluster.matchmakers) one.signal('SIGKILL')
    await Promise.all(cluster.matchmakers.map(({ exited }) => exited))
  }
  await killAll()
  await typeText(ani)
  await ani.player.next('game_over')
  const next = await cluster.addMatchmaker()
  await storedOnce(ani.race?.id ?? '', hasFinish)
  next.signal('SIGKILL')
  await next.exited
  await cluster.addMatchmaker()
  const ended = await leave()
  expect(ended.rows.filter(({ state }) => state === 'finished')).toMatchObject([
    { username: 'ani-between', place: 1, won: true },
  ])
  await expectCountedOnce('ani-between', 1)
})

it('[FAULT-10] PostgreSQL killed before a finish and back while the other still types: it is stored once', async () => {
  const [ani, budi] = await twoTypists('pg')
  const leave = typeOn(budi)
  await servers.postgres.kill()
  await typeText(ani)
  await ani.player.next('game_over')
  await servers.postgres.start()
  const stored = await storedOnce(ani.race?.id ?? '', hasFinish)
  expect(stored).toMatchObject({ endedAt: null, rows: [{ username: 'ani-pg', won: false }] })
  await servers.postgres.kill()
  await servers.postgres.start()
  expect((await leave()).rows).toHaveLength(2)
  await expectCountedOnce('ani-pg', 1)
})
