import { foldUsername } from '@ketik/protocol'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startCluster, type TestCluster } from '../cluster.ts'
import {
  everyoneGone,
  nickConnection,
  openedPlayer,
  plainClient,
  socketIoConnection,
} from '../lobby/clients.ts'
import { Ear } from '../lobby/ear.ts'
import { overWebSocket, type Player } from '../player.ts'
import { type Asked, askGateway, claimed, PASSPHRASE, sessionCookie } from './web-session.ts'

const adminSecret = 'the secret of the operators'
const NODES = [0, 1] as const

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({
    gateways: 2,
    edges: 2,
    matchmakers: 0,
    gateway: { adminSecret, trustedProxies: ['127.0.0.1'] },
  })
})
afterEach(() => everyoneGone(httpPort(0)))
afterAll(() => cluster.close())

const httpPort = (node: number) => cluster.gateways[node]?.ports['http'] ?? 0
const post = (node: number, path: string, body: unknown, token?: string, from = '198.51.100.250') =>
  askGateway(cluster, node, `POST ${path}`, body, { token, from })

const impose = async (what: 'mute' | 'ban', body: object): Promise<Asked['body']> => {
  const answer = await post(0, `/api/admin/${what}`, { seconds: 60, ...body }, adminSecret)
  expect([answer.status, answer.body.code]).toEqual([200, undefined])
  return answer.body
}

const rename = async (token: string, username: string): Promise<string> => {
  const { body } = await post(1, '/api/account/name', { username }, token)
  if (body.token === undefined) throw new Error(`${username}: ${JSON.stringify(body)}`)
  return body.token
}

const login = async (over: 'websocket' | 'tcp', node: number, message: object): Promise<Player> => {
  const player = await openedPlayer(cluster.connect({ over, node }, `${over} ${node}`))
  player.send({ type: 'login', ...message })
  return player
}

/** What a JSON entry point answers to a login and then to a chat message. */
const refusedChat = async (over: 'websocket' | 'tcp', node: number, message: object): Promise<unknown> => {
  const player = await login(over, node, message)
  await player.next('res_leaderboard')
  player.send({ type: 'chat', text: 'halo' })
  const { code } = await player.next('error')
  player.close()
  await player.closed()
  return code
}
const refusedLogin = async (over: 'websocket' | 'tcp', node: number, message: object): Promise<unknown> => {
  const player = await login(over, node, message)
  return (await player.next('error'))['code']
}

/** The code of the first error on `/stream/:username` of a page with the cookie. */
const refusedStream = async (node: number, name: string, token: string, chats: boolean): Promise<unknown> => {
  const ear = new Ear('stream')
  const socket = new WebSocket(`ws://127.0.0.1:${httpPort(node)}/stream/${encodeURIComponent(name)}`, {
    headers: { cookie: sessionCookie(cluster, token), origin: `http://127.0.0.1:${httpPort(node)}` },
  })
  socket.on('message', data => ear.hear(String(data)))
  socket.on('close', code => ear.ended(code))
  if (chats) {
    await ear.until(line => line.includes('"res_leaderboard"'))
    socket.send(JSON.stringify({ type: 'chat', text: 'halo' }))
  }
  await ear.until(line => line.includes('"type":"error"'))
  socket.close()
  await ear.closed()
  const error = ear.heard.find(line => line.includes('"type":"error"')) ?? '{}'
  return (JSON.parse(error) as { code?: unknown }).code
}

describe('a muted account', () => {
  it('[MODERATION-2] stays muted after a rename, at every entry point of every node', async () => {
    const before = await claimed(cluster, 'Bisu Lama')
    expect(await impose('mute', { name: 'bisu lama' })).toMatchObject({
      subject: foldUsername('Bisu Lama'),
      player: expect.stringMatching(/./),
    })
    const username = 'Bisu Baru'
    const token = await rename(before, username)
    for (const node of NODES) {
      for (const over of ['websocket', 'tcp'] as const) {
        expect(await refusedChat(over, node, { username, token, v: 1 })).toBe('muted')
        expect(await refusedChat(over, node, { username, passphrase: PASSPHRASE })).toBe('muted')
      }
      expect(await refusedStream(node, username, token, true)).toBe('muted')
      const chat = await socketIoConnection(httpPort(node), node === 0 ? 'websocket' : 'polling')
      chat.socket.emit('join', { username, token })
      await chat.ear.until(text => text.includes('telah bergabung'))
      chat.send('halo')
      await chat.ear.until(text => text.includes('membisukan'))
      chat.close()
      // These clients have no way to show a session: the name of an account is not theirs.
      const plain = await plainClient(cluster.gateways[node]?.ports['plainChat'] ?? 0, username)
      expect(await plain.ear.closed()).toBe(4422)
      const nick = await nickConnection(cluster.edges[node]?.ports['nick'] ?? 0)
      await nick.ear.until('NICK')
      nick.send(username)
      await nick.ear.until(line => line.includes('sudah terdaftar'))
      nick.close()
    }
    // A process that starts later knows it too.
    const later = await cluster.addGateway()
    const player = await openedPlayer(overWebSocket(later.ports['http'] ?? 0, 'later'))
    player.send({ type: 'login', username, token, v: 1 })
    await player.next('res_leaderboard')
    player.send({ type: 'chat', text: 'halo' })
    expect(await player.next('error')).toMatchObject({ code: 'muted' })
    // By the new name the same action is lifted.
    await impose('mute', { name: username, seconds: 0 })
    await expect
      .poll(async () => {
        player.send({ type: 'chat', text: `lagi ${Math.random()}` })
        return (await player.next(({ type }) => type === 'error' || type === 'chat')).type
      })
      .toBe('chat')
  })

  it('[MODERATION-2] is banned at once under the new name by its old one, on every node', async () => {
    const token = await rename(await claimed(cluster, 'Usir Lama'), 'Usir Baru')
    const session = { username: 'Usir Baru', token, v: 1 }
    const online = await login('tcp', 1, session)
    await online.next('welcome')
    await impose('ban', { name: 'Usir Lama' })
    expect(await online.closed()).toBe(0)
    for (const node of NODES) {
      for (const over of ['websocket', 'tcp'] as const) {
        expect(await refusedLogin(over, node, session)).toBe('banned')
        expect(await refusedLogin(over, node, { username: 'Usir Baru', passphrase: PASSPHRASE })).toBe(
          'banned',
        )
        expect(await refusedLogin(over, node, { username: 'Siapa Saja', token })).toBe('banned')
        expect(await refusedLogin(over, node, { username: 'Usir Lama' })).toBe('banned')
      }
      expect(await refusedStream(node, 'Usir Baru', token, false)).toBe('banned')
      const chat = await socketIoConnection(httpPort(node), 'websocket')
      chat.socket.emit('join', { username: 'Usir Baru', token })
      await chat.ear.until(text => text.includes('memblokir'))
      chat.close()
    }
  })
})

describe('HTTP requests', () => {
  it('[MODERATION-5] of a banned player are refused, except to take or delete what is kept', async () => {
    const token = await rename(await claimed(cluster, 'Tolak Lama'), 'Tolak Baru')
    await impose('ban', { name: 'Tolak Baru' })
    const passphrase = PASSPHRASE
    for (const node of NODES) {
      // The ban reaches another node in its own time.
      await expect
        .poll(async () => (await post(node, '/api/session', { username: 'Tolak Baru' }, token)).status)
        .toBe(403)
      for (const [path, body, given] of [
        ['/api/session', { username: 'Tolak Baru' }, token],
        ['/api/session', { username: 'Tamu Lain' }, token],
        ['/api/session', { username: 'Tolak Baru', passphrase }, undefined],
        ['/api/session', { username: 'Tolak Baru' }, undefined],
        ['/api/account', { username: 'Tamu Lain', passphrase }, token],
        ['/api/account', { username: 'Tolak Baru', passphrase }, undefined],
        ['/api/account/name', { username: 'Tamu Lain' }, token],
        ['/api/account/passphrase', { passphrase, newPassphrase: `${passphrase}!` }, token],
        ['/api/account/reset', { token: 'whichever', passphrase }, token],
      ] as const) {
        const answer = await post(node, path, body, given)
        expect([path, answer.status, answer.body.code, answer.cookie]).toEqual([
          path,
          403,
          'banned',
          undefined,
        ])
      }
      for (const what of ['GET /api/account', 'GET /api/account/export']) {
        expect((await askGateway(cluster, node, what, undefined, { token })).status).toBe(200)
      }
      const profile = await askGateway(cluster, node, 'GET /api/players/Tolak%20Baru', undefined, { token })
      expect(profile.status).toBe(404)
    }
    const deleted = await post(1, '/api/account/deletion', { passphrase }, token)
    expect([deleted.status, deleted.body]).toEqual([200, { deleted: true }])
  })

  it('[MODERATION-5] from a banned address are refused; public pages stay readable', async () => {
    const from = '203.0.113.9'
    await impose('ban', { address: '203.0.113.0/24' })
    for (const node of NODES) {
      await expect
        .poll(
          async () => (await post(node, '/api/session', { username: 'Alamat' }, undefined, from)).body.code,
        )
        .toBe('banned')
      const account = { username: 'Alamat', passphrase: PASSPHRASE }
      const reset = { token: 'whichever', passphrase: PASSPHRASE }
      expect((await post(node, '/api/account', account, undefined, from)).body.code).toBe('banned')
      expect((await post(node, '/api/account/reset', reset, undefined, from)).body.code).toBe('banned')
      expect((await askGateway(cluster, node, 'GET /api/leaderboard', undefined, { from })).status).toBe(200)
    }
    await impose('ban', { address: '203.0.113.0/24', seconds: 0 })
  })

  it('[MODERATION-3] a guest who is muted gets no other name by the session, and nobody registers the name', async () => {
    const guest = await login('websocket', 0, { username: 'Tamu Bisu', v: 1 })
    const token = String((await guest.next('welcome'))['token'])
    const { player } = await impose('mute', { name: 'Tamu Bisu' })
    guest.close()
    await guest.closed()
    for (const node of NODES) {
      const other = { username: 'Tamu Bebas' }
      const passphrase = PASSPHRASE
      await expect.poll(async () => (await post(node, '/api/session', other, token)).body.code).toBe('muted')
      expect((await post(node, '/api/account', { ...other, passphrase }, token)).body.code).toBe('muted')
      expect(await refusedLogin('websocket', node, { ...other, token })).toBe('muted')
      const registered = await post(node, '/api/account', { username: 'Tamu Bisu', passphrase })
      expect(registered.body.code).toBe('muted')
    }
    const owner = await post(1, '/api/account', { username: 'Tamu Bisu', passphrase: PASSPHRASE }, token)
    const renamed = await rename(owner.body.token ?? '', 'Tamu Bebas')
    expect(await refusedChat('tcp', 1, { username: 'Tamu Bebas', token: renamed, v: 1 })).toBe('muted')
    await impose('mute', { player, seconds: 0 })
    const free = await login('tcp', 0, { username: 'Tamu Bebas', token: renamed, v: 1 })
    await free.next('welcome')
    free.send({ type: 'chat', text: 'bebas lagi' })
    await free.next(({ type, text }) => type === 'chat' && text === 'bebas lagi')
  })
})

it('[MODERATION-1] the record has the player, and a name that nobody has is imposed on all the same', async () => {
  await claimed(cluster, 'Catat Pemain')
  const { player } = await impose('mute', { name: 'Catat Pemain' })
  expect(await impose('ban', { name: 'Tak Ada' })).not.toHaveProperty('player')
  await impose('ban', { player, seconds: 0 })
  const client = new pg.Client({ connectionString: cluster.databaseUrl })
  await client.connect()
  const { rows } = await client.query(
    `select action, subject, player from moderation where player = $1 or subject = $2 order by id`,
    [player, foldUsername('Tak Ada')],
  )
  await client.end()
  expect(rows).toEqual([
    { action: 'mute', subject: foldUsername('Catat Pemain'), player },
    { action: 'ban-name', subject: foldUsername('Tak Ada'), player: null },
    { action: 'ban-name', subject: '', player },
  ])
})
