import { foldUsername } from '@ketik/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { socketIoConnection, status } from '../lobby/clients.ts'
import type { RaceView } from '../typist.ts'
import { askGateway, PASSPHRASE } from './web-session.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, edges: 2, gateway: { trustedProxies: ['127.0.0.1'] } })
})
afterAll(() => cluster.close())

const DOORS = [
  { over: 'websocket', node: 0 },
  { over: 'websocket', node: 1 },
  { over: 'tcp', node: 0 },
  { over: 'tcp', node: 1 },
] as const

const register = (node: number, username: string, token?: string) =>
  askGateway(
    cluster,
    node,
    'POST /api/account',
    { username, passphrase: PASSPHRASE },
    { from: '203.0.113.40', token },
  )

const login = async (door: (typeof DOORS)[number], username: string, token?: string) => {
  const player = await cluster.connect(door, username)
  player.send({ type: 'login', v: 1, username, ...(token === undefined ? {} : { token }) })
  const welcome = await player.next('welcome')
  return { player, token: String(welcome['token']) }
}

/** A guest who raced once and went offline. */
const racedAs = async (username: string, raceId: string, daysAgo = 0): Promise<string> => {
  const { player, token } = await login(DOORS[0], username)
  player.close()
  await player.closed()
  const identity = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())
  const startsAt = Date.now() - 60_000 - daysAgo * 24 * 3_600_000
  await cluster.scores.settleRace({
    raceId,
    text: { id: 't1', lang: 'en', chars: 2 },
    startsAt,
    endedAt: startsAt + 30_000,
    cancelled: false,
    isPrivate: false,
    isRated: true,
    seats: [
      {
        seat: 0,
        player: identity.player,
        username,
        foldedName: foldUsername(username),
        timed: 'keys',
        keys: [[100, 'h']],
        outcome: {
          state: 'finished',
          place: 1,
          finishedMs: 240,
          wpm: 92,
          raceWpm: 90,
          raw: 95,
          accuracy: 1,
          consistency: 80,
          review: false,
        },
      },
    ],
  })
  return token
}

it('[ACCOUNT-28] a guest keeps the name at every entry point, and registers it with its results', async () => {
  const token = await racedAs('Juara', 'juara 1')
  for (const node of [0, 1]) {
    const stranger = await register(node, 'JUARA')
    expect([stranger.status, stranger.body.code]).toEqual([409, 'name_used'])
    const other = await askGateway(cluster, node, 'POST /api/session', { username: 'Juara' })
    expect((await register(node, 'Juara', other.body.token)).body.code).toBe('name_used')
  }
  for (const door of DOORS) {
    const { player } = await login(door, 'Juara', token)
    player.close()
    await player.closed()
  }
  for (const node of [0, 1]) {
    const chat = await socketIoConnection(cluster.gateways[node]?.ports['http'] ?? 0, 'websocket')
    chat.socket.emit('join', { username: 'Juara', token })
    await chat.ear.until(status('Juara telah bergabung.'))
    chat.close()
    await expect.poll(async () => (await askGateway(cluster, 0, 'GET /api/online')).body['online']).toBe(0)
  }
  // Someone else is online under the name meanwhile, which does not help against the token.
  const { player: stranger } = await login(DOORS[3], 'Juara')
  expect((await register(0, 'Juara')).body.code).toBe('name_used')
  const owner = await register(1, 'Juara', token)
  expect(owner.status).toBe(200)
  await stranger.closed()
  const exported = await askGateway(cluster, 0, 'GET /api/account/export', undefined, {
    token: owner.body.token,
  })
  expect(exported.body).toMatchObject({ results: [{ raceId: 'juara 1', keys: [[100, 'h']] }] })
})

it('[ACCOUNT-26] a stranger who leaves a race under the name of a guest does not get the name', async () => {
  const token = await racedAs('Korban', 'korban 1')
  const thief = await login(DOORS[0], 'Korban')
  const second = await login(DOORS[3], 'Kursi Kedua')
  for (const { player } of [thief, second]) {
    player.send({ type: 'req_matchmaking', room: 'curi', seats: 2 })
  }
  const [matched] = await Promise.all([thief, second].map(({ player }) => player.next('matched')))
  for (const { player } of [thief, second]) player.send({ type: 'leave_race' })
  const race = matched?.['race'] as RaceView | undefined
  const { rows } = await cluster.settled(race?.id ?? '')
  expect(rows.map(({ username, state }) => [username, state])).toContainEqual(['Korban', 'left'])
  for (const { player } of [thief, second]) {
    player.close()
    await player.closed()
  }
  for (const node of [0, 1]) {
    const refused = await register(node, 'Korban', thief.token)
    expect([refused.status, refused.body.code]).toEqual([409, 'name_used'])
  }
  const owner = await register(1, 'Korban', token)
  expect(owner.status).toBe(200)
  const exported = await askGateway(cluster, 0, 'GET /api/account/export', undefined, {
    token: owner.body.token,
  })
  expect(exported.body['results']).toContainEqual(
    expect.objectContaining({ raceId: 'korban 1', keys: [[100, 'h']] }),
  )
})

it('[ACCOUNT-26] the player who is online registers by its token, and stays online as the owner', async () => {
  await racedAs('Sendiri', 'sendiri 1', 2)
  const token = await racedAs('Sendiri', 'sendiri 2')
  const { player } = await login(DOORS[2], 'Sendiri', token)
  expect((await register(1, 'Sendiri', token)).status).toBe(200)
  player.send({ type: 'chat', text: 'masih di sini' })
  await player.next(({ type, text }) => type === 'chat' && text === 'masih di sini')
  player.close()
})

it('[ACCOUNT-27] after 30 days anyone registers the name alone; a deletion takes nothing of the guest', async () => {
  await racedAs('Dahulu', 'dahulu 1', 31)
  const owner = await register(1, 'Dahulu')
  expect(owner.status).toBe(200)
  expect((await askGateway(cluster, 0, 'GET /api/players/Dahulu')).status).toBe(404)
  const guests = () => askGateway(cluster, 0, 'GET /api/players/Dahulu%20(guest)')
  expect((await guests()).body).toMatchObject({ username: 'Dahulu (guest)', races: 1 })
  const gone = await askGateway(
    cluster,
    0,
    'POST /api/account/deletion',
    { passphrase: PASSPHRASE },
    { token: owner.body.token },
  )
  expect(gone.body).toEqual({ deleted: true })
  expect((await guests()).body).toMatchObject({ username: 'Dahulu (guest)', best: { wpm: 92 } })
})
