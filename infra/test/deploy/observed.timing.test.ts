import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProcessCluster, type TestCluster } from '../cluster.ts'
import { eventually } from '../eventually.ts'
import { type OwnServers, startOwnServers } from '../own-servers.ts'
import { loggedIn, refusalOf } from '../player.ts'
import type { ServiceProcess } from '../service-process.ts'
import { humanKeys, meet, readyTypist, Typist } from '../typist.ts'
import { readerTooSlow } from './reader-too-slow.ts'
import { type Sample, scrape } from './scrape.ts'

const SECRETS = {
  session: 'session-signed-by-nobody-else',
  admin: 'operators-know-this-alone',
  redis: 'redis-word-of-passing',
  postgres: 'postgres-word-of-passing',
}
/** Of loopback too, but the address of no server. */
const PLAYERS_ADDRESS = '127.0.0.77'
const ASKED_FOR = [
  'ketik_connections',
  'ketik_messages_in_total{outcome=taken}',
  'ketik_messages_in_total{outcome=refused}',
  'ketik_refusals_total{code=not_racing}',
  'ketik_refusals_total{code=bad_token}',
  'ketik_queue_length',
  'ketik_queue_wait_ms_count',
  'ketik_match_delay_ms_count',
  'ketik_start_skew_ms_count',
  'ketik_relay_delay_ms_count',
  'ketik_inbox_batch_entries_count',
  'ketik_inbox_gaps_total',
  'ketik_inbox_reconnects_total',
  'ketik_publish_failures_total',
  'ketik_snapshots_total',
  'ketik_races_local',
  'ketik_jobs_total{kind=pair,outcome=done}',
  'ketik_jobs_total{kind=finish,outcome=done}',
  'ketik_jobs_total{kind=rate,outcome=done}',
  'ketik_settle_delay_ms_count',
  'ketik_frames_out_total',
  'ketik_frames_dropped_total{reason=behind}',
  'ketik_connections_closed_total{reason=too_slow}',
  'ketik_nodejs_eventloop_lag_p99_seconds',
  'ketik_nodes_reaped_total',
] as const

let servers: OwnServers
let cluster: TestCluster<ServiceProcess>
const seen = new Set<string>()
const tokens: string[] = []
const races: string[] = []

const processes = () => [...cluster.gateways, ...cluster.edges, ...cluster.matchmakers]

/** Notes what has a sample by now. */
const look = async (of: readonly ServiceProcess[] = processes()): Promise<void> => {
  const samples = (await Promise.all(of.map(scrape))).flat()
  for (const asked of ASKED_FOR) if (samples.some(sample => isSampleOf(asked, sample))) seen.add(asked)
}

const isSampleOf = (asked: string, { name, labels, value }: Sample): boolean => {
  const [metric, conditions = ''] = asked.replace('}', '').split('{')
  const pairs = conditions.split(',').map(pair => pair.split('='))
  return name === metric && value > 0 && pairs.every(([key = '', given]) => labels[key] === given)
}

beforeAll(async () => {
  servers = await startOwnServers({ redis: SECRETS.redis, postgres: SECRETS.postgres })
  cluster = await startProcessCluster({
    gateways: 2,
    edges: 1,
    redisUrl: servers.redis.url,
    databaseUrl: servers.postgres.url,
    environment: {
      LOG_LEVEL: 'trace',
      SESSION_SECRET: SECRETS.session,
      ADMIN_SECRET: SECRETS.admin,
      MESSAGES_PER_SECOND: '1000000',
      // Visitors come and go from one address until the slow reader is noticed.
      CONNECTIONS_PER_ADDRESS_MAX: '100000',
    },
  })
})
afterAll(async () => {
  await cluster?.close()
  await servers?.close()
})

describe('a cluster that has had its troubles', () => {
  it('[PROXY-56] has samples of every metric that is asked for', async () => {
    await raceOverTwoNodes()
    await someoneComesBack()
    await someoneWaits()
    await someoneIsTooSlow()
    await redisStandsStill()
    await aNodeDies()
    expect(ASKED_FOR.filter(name => !seen.has(name))).toEqual([])
  }, 600_000)

  it('[PROXY-57] names races, seats and connections in its log, and no secret, token or address of a player', async () => {
    await operatorsAsk()
    const logs = processes().map(({ logFile }) => readFileSync(logFile, 'utf8'))
    const lines = logs.flatMap(log => log.split('\n').filter(line => line.startsWith('{')))
    const about = (race: string) => lines.map(line => JSON.parse(line)).filter(line => line.race === race)
    expect(about(races[0] ?? '').map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['race announced', 'seated', 'no more of the race here', 'race settled']),
    )
    expect(about(races[1] ?? '').map(({ msg }) => msg)).toContain('back in its race')
    for (const race of races) {
      const said = about(race)
      for (const { msg, seat, session, node } of said.filter(line => line.msg === 'seated'))
        expect({ msg, seat, session, node }).toMatchObject({
          seat: expect.any(Number),
          session: expect.stringMatching(/^s\w+/),
          node: expect.stringMatching(/^[gt]\w+/),
        })
    }
    const all = logs.join('\n')
    expect(tokens.length).toBeGreaterThan(3)
    for (const secret of [...Object.values(SECRETS), ...tokens, PLAYERS_ADDRESS])
      expect(all.includes(secret), `the log holds ${secret}`).toBe(false)
  })
})

const twoTypists = async (room: string): Promise<readonly [Typist, Typist]> => {
  const ani = await readyTypist(cluster.connect({ over: 'websocket', node: 0 }, `Ani ${room}`))
  const budi = await readyTypist(cluster.connect({ over: 'tcp', node: 0 }, `Budi ${room}`))
  tokens.push(ani.token, budi.token)
  const [race] = await meet([ani, budi], room)
  races.push(race?.id ?? '')
  return [ani, budi]
}

/** Meanwhile Redis cuts off every subscriber, so that batches are lost. */
const raceOverTwoNodes = async (): Promise<void> => {
  const pair = await twoTypists('satu')
  const typing = Promise.all(
    pair.map((one, i) => one.type(humanKeys(one.race?.text.text ?? '', 150 - 10 * i, i + 1))),
  )
  await pair[0].player.next('tick')
  await look()
  for (let i = 0; i < 3; i++) {
    await pair[1].player.next('tick')
    redis('client', 'kill', 'type', 'pubsub')
    await eventually('players see each other again', async () => {
      await pair[0].player.next('tick')
      return true
    })
  }
  await typing
  for (const { player } of pair) await player.next('game_over')
  await cluster.settled(pair[0].race?.id ?? '')
  for (const { player } of pair) player.close()
  await look()
}

const someoneComesBack = async (): Promise<void> => {
  const [ani, budi] = await twoTypists('dua')
  ani.player.destroy()
  const again = new Typist(await cluster.connect({ over: 'websocket', node: 1 }, ani.player.name))
  await again.login(ani.token)
  await again.player.next('snapshot')
  for (const { player } of [again, budi]) player.send({ type: 'leave_race' })
  for (const { player } of [again, budi]) player.close()
  await cluster.settled(races.at(-1) ?? '')
  await look()
}

/** Also refused: what is not legal now, and a token that nobody gave. */
const someoneWaits = async (): Promise<void> => {
  const waiting = await loggedIn(cluster.connect({ over: 'tcp', node: 0 }, 'Menunggu'))
  expect(await refusalOf(waiting, { type: 'progress', progress: 1, wpm: 1 })).toBe('not_racing')
  waiting.send({ type: 'req_matchmaking' })
  await waiting.next('waiting')
  const liar = await cluster.connect({ over: 'websocket', node: 0 }, 'Pembohong')
  const token = `${tokens[0]?.slice(0, -8)}deadbeef`
  tokens.push(token)
  expect(await refusalOf(liar, { type: 'login', username: 'Pembohong', v: 1, token })).toBe('bad_token')
  await look()
  waiting.close()
  liar.close()
}

const someoneIsTooSlow = async (): Promise<void> => {
  const { ended } = await readerTooSlow(cluster.edges[0]?.ports['race'] ?? 0, PLAYERS_ADDRESS)
  let isEnded = false
  void ended.then(() => {
    isEnded = true
  })
  for (let i = 0; !isEnded; i++) {
    const visitor = await loggedIn(cluster.connect({ over: 'websocket', node: 0 }, `Tamu ${i}`))
    visitor.close()
    await visitor.closed()
  }
  await look()
}

/** Long enough for nodes to miss it: what they publish meanwhile fails, and they open their inboxes anew. */
const redisStandsStill = async (): Promise<void> => {
  const pair = await twoTypists('tiga')
  servers.redis.signal('SIGSTOP')
  for (const { player } of pair) player.send({ type: 'leave_race' })
  await eventually('batches fail and inboxes fall silent', async () => {
    await look()
    return seen.has('ketik_publish_failures_total') && seen.has('ketik_inbox_reconnects_total')
      ? true
      : undefined
  }).finally(() => servers.redis.signal('SIGCONT'))
  await cluster.settled(races.at(-1) ?? '')
  for (const { player } of pair) player.close()
}

const aNodeDies = async (): Promise<void> => {
  const [, dying] = cluster.gateways
  dying?.signal('SIGKILL')
  await dying?.exited
  const left = processes().filter(one => one !== dying)
  await eventually('the dead node is seen to', async () => {
    await look(left)
    return seen.has('ketik_nodes_reaped_total') ? true : undefined
  })
}

const operatorsAsk = async (): Promise<void> => {
  const ask = (secret: string) =>
    fetch(`http://127.0.0.1:${cluster.gateways[0]?.ports['http']}/api/admin/mute`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'Pembohong', minutes: 1 }),
    })
  expect((await ask(`${SECRETS.admin} not`)).status).toBe(403)
  expect((await ask(SECRETS.admin)).status).not.toBe(403)
}

const redis = (...args: readonly string[]): void => {
  const { port } = new URL(servers.redis.url)
  const env = { ...process.env, REDISCLI_AUTH: SECRETS.redis }
  execFileSync('redis-cli', ['-p', port, ...args], { env })
}
