import { SharedCluster } from '@ketik/cluster'
import { foldUsername } from '@ketik/protocol'
import { createLog } from '@ketik/runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startCluster, type TestCluster } from '../cluster.ts'
import { nickConnection, plainClient, socketIoConnection, status } from '../lobby/clients.ts'
import { Ear } from '../lobby/ear.ts'
import { loggedIn, type Player } from '../player.ts'
import { askGateway, claimed, PASSPHRASE } from './web-session.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, edges: 2, gateway: { trustedProxies: ['127.0.0.1'] } })
})
afterAll(() => cluster.close())

const JSON_DOORS = [
  { over: 'websocket', node: 0 },
  { over: 'websocket', node: 1 },
  { over: 'tcp', node: 0 },
  { over: 'tcp', node: 1 },
] as const
const NODES = [0, 1] as const

const login = async (door: (typeof JSON_DOORS)[number], message: object): Promise<Player> => {
  const player = await cluster.connect(door, `${door.over} ${door.node}`)
  player.send({ type: 'login', ...message })
  return player
}
const httpPort = (node: number) => cluster.gateways[node]?.ports['http'] ?? 0
const SENTENCE = 'That name is registered. Sign in with its password, or choose another name.'
const INDONESIAN = 'Nama itu sudah terdaftar. Pilih nama lain.'

describe('a claimed name', () => {
  it('[ACCOUNT-1] is refused at every entry point of every node without a proof', async () => {
    await claimed(cluster, 'Ani')
    for (const door of JSON_DOORS) {
      for (const more of [{}, { v: 1 }, { username: 'ＡＮＩ' }]) {
        const player = await login(door, { username: 'ANI', ...more })
        expect(await player.next('error')).toMatchObject({ code: 'name_claimed', retryable: false })
        player.close()
      }
    }
    for (const node of NODES) {
      const stream = new Ear('stream')
      const socket = new WebSocket(`ws://127.0.0.1:${httpPort(node)}/stream/ani`)
      socket.on('message', data => stream.hear(String(data)))
      expect(await stream.next()).toContain('"name_claimed"')
      socket.close()

      const nick = await nickConnection(cluster.edges[node]?.ports['nick'] ?? 0)
      await nick.ear.until('NICK')
      nick.send('Ani')
      await nick.ear.until(`*** ${INDONESIAN}`)
      await nick.ear.until('NICK')
      // Nobody can prove here to own it: the same answer again gets a number, never the name itself.
      nick.send('Ani')
      await nick.ear.until('Ani 2 Bergabung!')
      nick.close()

      for (const port of [httpPort(node), cluster.gateways[node]?.ports['plainChat'] ?? 0]) {
        const plain = await plainClient(port, 'Ani')
        await plain.ear.until(`*** ${SENTENCE}`)
        expect(await plain.ear.closed()).toBe(4422)
      }

      const chat = await socketIoConnection(httpPort(node), node === 0 ? 'websocket' : 'polling')
      chat.socket.emit('join', { username: 'Ani' })
      await chat.ear.until(status(INDONESIAN))
      chat.close()

      const session = await askGateway(cluster, node, 'POST /api/session', { username: 'aNi' })
      expect([session.status, session.body.code, session.cookie]).toEqual([403, 'name_claimed', undefined])
    }
  })

  it.each(JSON_DOORS)(
    '[ACCOUNT-2] is its owner’s over $over at node $node, by token or passphrase',
    async door => {
      const name = `Pemilik ${door.over} ${door.node}`
      const token = await claimed(cluster, name)
      const byToken = await login(door, { username: name, token, v: 1 })
      expect(await byToken.next('welcome')).toMatchObject({ username: name, token })
      byToken.close()
      await byToken.closed()
      const byPassphrase = await login(door, { username: name, passphrase: PASSPHRASE, v: 1 })
      const welcome = await byPassphrase.next('welcome')
      const again = await login(door, { username: name, token: welcome['token'], v: 1 })
      await again.next('welcome')
      expect(await byPassphrase.closed()).toBe(door.over === 'tcp' ? 0 : 4409)
      again.close()
      const contractA = await login(door, { username: name, token })
      await contractA.next('res_leaderboard')
      contractA.close()
      const wrong = await login(door, { username: name, passphrase: 'kuda poni tidur' })
      expect(await wrong.next('error')).toMatchObject({ code: 'wrong_passphrase' })
      wrong.close()
    },
  )

  it('[ACCOUNT-2] is its owner’s over Socket.IO by token; another’s token is none', async () => {
    const token = await claimed(cluster, 'Sosial')
    const other = await claimed(cluster, 'Lain')
    const chat = await socketIoConnection(httpPort(1), 'websocket')
    chat.socket.emit('join', { username: 'Sosial', token: other })
    await chat.ear.until(text => text.includes('masuk lagi'))
    chat.socket.emit('join', { username: 'Sosial', token })
    await chat.ear.until(status('Sosial telah bergabung.'))
    chat.close()
  })

  it('[ACCOUNT-2] is nobody’s by a token of another secret, of a guest, or of another generation', async () => {
    const guest = await askGateway(cluster, 0, 'POST /api/session', { username: 'Palsu' })
    const token = await claimed(cluster, 'Palsu')
    const [payload = '', signature] = token.split('.')
    const identity = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const forged = Buffer.from(JSON.stringify({ ...identity, expiresAt: identity.expiresAt + 1 }))
    for (const bad of [`${forged.toString('base64url')}.${signature}`, `${payload}.AAAA`, guest.body.token]) {
      const player = await login(JSON_DOORS[3], { username: 'Palsu', token: bad, v: 1 })
      expect(['bad_token', 'name_claimed']).toContain((await player.next('error'))['code'])
      player.close()
    }
  })
})

describe('claiming', () => {
  it('[ACCOUNT-3] is open only to the player who is online under the name, who stays online and comes back as the owner', async () => {
    const guest = await login(JSON_DOORS[2], { username: 'Tamu', v: 1 })
    const before = await guest.next('welcome')
    const claim = (token?: unknown) =>
      askGateway(
        cluster,
        1,
        'POST /api/account',
        { username: 'tamu', passphrase: PASSPHRASE },
        { token: token as string, from: '198.51.101.1' },
      )
    const other = await askGateway(cluster, 0, 'POST /api/session', { username: 'Tamu' })
    expect((await claim()).body.code).toBe('name_taken')
    expect((await claim(other.body.token)).body.code).toBe('name_taken')
    const owner = await claim(before['token'])
    expect([owner.status, owner.body['username']]).toEqual([200, 'tamu'])
    guest.send({ type: 'chat', text: 'masih di sini' })
    await guest.next(({ type, text }) => type === 'chat' && text === 'masih di sini')
    const late = await login(JSON_DOORS[0], { username: 'Tamu', token: before['token'], v: 1 })
    expect(await late.next('error')).toMatchObject({ code: 'name_claimed' })
    const back = await login(JSON_DOORS[1], { username: 'Tamu', token: owner.body.token, v: 1 })
    await back.next('welcome')
    expect(await guest.closed()).toBe(0)
    for (const player of [late, back]) player.close()
  })

  it('[ACCOUNT-3] puts out who came in meanwhile, at whatever door', async () => {
    const nick = await nickConnection(cluster.edges[1]?.ports['nick'] ?? 0)
    await nick.ear.until('NICK')
    // What the store has is what counts: as if the claim had been under way when the guest came.
    const passphrase = 'scrypt$14$8$5$AAAA$AAAA'
    const account = {
      player: 'p-elsewhere',
      username: 'Balap',
      foldedName: foldUsername('Balap'),
      passphrase,
    }
    expect(await cluster.scores.accounts.claim(account)).toBe('claimed')
    nick.send('Balap')
    // The matchmaker tells what the process that claimed did not live to tell.
    await nick.ear.until(`*** ${INDONESIAN}`)
    expect(await nick.ear.closed()).toBe('end')
  })

  it('[ACCOUNT-5] takes a passphrase of 8 to 256 characters, the same from every keyboard', async () => {
    const from = '198.51.101.2'
    const claim = (passphrase: string) =>
      askGateway(cluster, 0, 'POST /api/account', { username: 'Sandi', passphrase }, { from })
    for (const bad of ['', '1234567', 'a'.repeat(257), '😀'.repeat(257), 'ﬀ'.repeat(129)]) {
      expect((await claim(bad)).body).toMatchObject({ code: 'bad_passphrase' })
    }
    expect((await claim('pa\u0301ssé ﬁx')).status).toBe(200)
    const same = { username: 'Sandi', passphrase: 'pássé fix' }
    expect((await askGateway(cluster, 1, 'POST /api/session', same, { from })).status).toBe(200)
    const stored = (await cluster.scores.accounts.byName(foldUsername('sandi')))?.passphrase
    expect(stored).toMatch(/^scrypt\$14\$8\$5\$[\w-]{22}\$[\w-]{43}$/)
  })
})

describe('without Redis’s memory', () => {
  it('[ACCOUNT-14] a claimed name is still refused, and nobody is given a name while PostgreSQL is away too', async () => {
    await claimed(cluster, 'Ingat')
    const { redisUrl, prefix } = cluster
    const away = await startCluster({
      matchmakers: 0,
      gateway: { databaseUrl: 'postgres://127.0.0.1:1/none' },
    })
    const nobody = await away.connect(JSON_DOORS[0], 'Siapa')
    nobody.send({ type: 'login', username: 'Siapa' })
    expect(await nobody.next('error')).toMatchObject({ code: 'unavailable', retryable: true })
    await away.close()
    const shared = await SharedCluster.connect(
      { redisUrl, prefix, role: 'gateway' },
      createLog('test', 'silent'),
    )
    await shared.redis.del(shared.names.claims, shared.names.endedProofs)
    const player = await login(JSON_DOORS[3], { username: 'Ingat' })
    expect(await player.next('error')).toMatchObject({ code: 'name_claimed' })
    player.close()
    await shared.close()
  })
})

describe('results', () => {
  it('[ACCOUNT-4] of an owner are the name’s, as those before the claim', async () => {
    const race = async (ani: Player, budi: Player, room: string) => {
      for (const player of [ani, budi]) player.send({ type: 'req_matchmaking', room })
      await Promise.all([ani, budi].map(player => player.next('start_game')))
      budi.send({ type: 'leave_race' })
      const over = await ani.next('game_over')
      // Its result would be waited for.
      ani.send({ type: 'leave_race' })
      return await cluster.settled(String(over['race']))
    }
    const { token } = (await askGateway(cluster, 0, 'POST /api/session', { username: 'Juara' })).body
    const guest = await login(JSON_DOORS[0], { username: 'Juara', token })
    await guest.next('res_leaderboard')
    const budi = await loggedIn(cluster.connect(JSON_DOORS[3], 'Budi'))
    await race(guest, budi, 'before')
    guest.close()
    await guest.closed()
    const registered = { username: 'Juara', passphrase: PASSPHRASE }
    const from = '198.51.101.3'
    // Nobody finished under the name, so the races of the token's player alone go along (ACCOUNT-27).
    expect((await askGateway(cluster, 1, 'POST /api/account', registered, { from, token })).status).toBe(200)
    const owner = await login(JSON_DOORS[1], { username: 'Juara', passphrase: PASSPHRASE })
    await owner.next('res_leaderboard')
    await race(owner, budi, 'after')
    const profile = (await askGateway(cluster, 0, 'GET /api/players/juara')).body
    expect(profile).toMatchObject({ username: 'Juara', races: 2 })
    for (const player of [owner, budi]) player.close()
  })
})
