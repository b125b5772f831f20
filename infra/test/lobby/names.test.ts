import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { askGateway, claimed, PASSPHRASE } from '../accounts/web-session.ts'
import { startCluster, type TestCluster } from '../cluster.ts'
import {
  everyoneGone,
  nickClient,
  nickConnection,
  openedPlayer,
  plainClient,
  socketIoConnection,
} from './clients.ts'
import { visit } from './doors.ts'
import { Ear } from './ear.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({
    gateways: 2,
    edges: 2,
    matchmakers: 0,
    gateway: { trustedProxies: ['127.0.0.1'] },
  })
})
afterEach(() => everyoneGone(httpPort(0)))
afterAll(() => cluster.close())

const NODES = [0, 1] as const
const httpPort = (node: number) => cluster.gateways[node]?.ports['http'] ?? 0
const plainPort = (node: number) => cluster.gateways[node]?.ports['plainChat'] ?? 0
const nickPort = (node: number) => cluster.edges[node]?.ports['nick'] ?? 0

/** What a name gets at an entry point: a code or sentence of refusal. */
type Entry = (node: number, name: string) => Promise<string>

const overJson =
  (over: 'websocket' | 'tcp', more: object): Entry =>
  async (node, name) => {
    const player = await openedPlayer(cluster.connect({ over, node }, name))
    player.send({ type: 'login', username: name, ...more })
    const answer = await player.next(({ type }) => type === 'error' || type === 'res_leaderboard')
    return String(answer['code'] ?? answer['username'])
  }

const overStream: Entry = async (node, name) => {
  const ear = new Ear('stream')
  const socket = new WebSocket(`ws://127.0.0.1:${httpPort(node)}/stream/${encodeURIComponent(name)}`)
  socket.on('message', data => ear.hear(String(data)))
  const answer = JSON.parse(await ear.next()) as { readonly code?: string; readonly username?: string }
  socket.close()
  return String(answer.code ?? answer.username)
}

const NICK_SENTENCES = [
  ['Nama itu tidak bisa dipakai', 'bad_username'],
  ['Nama itu sedang dipakai', 'name_taken'],
] as const

const overNick: Entry = async (node, name) => {
  const client = await nickConnection(nickPort(node))
  await client.ear.until('NICK')
  client.send(name)
  const line = await client.ear.next()
  client.close()
  return NICK_SENTENCES.find(([sentence]) => line.includes(sentence))?.[1] ?? line
}

const overPlain: Entry = async (node, name) => {
  const { ear } = await plainClient(plainPort(node), name)
  const said = await ear.next()
  return `${said} ${await ear.closed()}`
}

const overSocketIo: Entry = async (node, name) => {
  const client = await socketIoConnection(httpPort(node), 'websocket')
  const answer = (await client.socket.emitWithAck('join', { username: name })) as { readonly code?: string }
  client.close()
  return String(answer.code)
}

let addresses = 0
const overHttp =
  (path: string, token?: () => string): Entry =>
  async (node, username) => {
    const from = `203.0.113.${++addresses % 250}`
    const body = { username, passphrase: PASSPHRASE }
    const answer = await askGateway(
      cluster,
      node,
      `POST ${path}`,
      path === '/api/account' ? body : { username },
      {
        from,
        token: token?.(),
      },
    )
    return String(answer.body.code)
  }

let ownerToken = ''
const ENTRIES: readonly (readonly [entry: string, Entry])[] = [
  ['/ws', overJson('websocket', {})],
  ['/ws by protocol v1', overJson('websocket', { v: 1 })],
  ['TCP', overJson('tcp', {})],
  ['/stream', overStream],
  ['NICK', overNick],
  ['Socket.IO', overSocketIo],
  ['POST /api/session', overHttp('/api/session')],
  ['POST /api/account', overHttp('/api/account')],
  ['POST /api/account/name', overHttp('/api/account/name', () => ownerToken)],
]

const HOSTILE = [
  'Вudi',
  'Bu\u200bdi',
  'Bu\u200ddi',
  'Budi\u3164',
  '\u2800',
  'B\u0335\u0336\u0337udi',
  '[Ketik]',
  '[Ke\u200dtik]',
  'ketik',
  'Аdmin',
  'Кетік',
  'System',
  'Sistem',
  '0perator',
  'Budi: halo',
  'Budi∶ halo',
  'Budi (bot)',
  'Budi (gh0st)',
  'Budi ✓',
  '?',
  '..',
] as const

it('[NAME-15] a hostile name is refused at every entry point of every node', async () => {
  ownerToken = await claimed(cluster, 'Pemilik')
  for (const node of NODES) {
    for (const [entry, enter] of ENTRIES) {
      // No client can send the two dots: they are resolved before the path is sent.
      const names = HOSTILE.filter(name => entry !== '/stream' || name !== '..')
      const codes = await Promise.all(names.map(async name => [name, await enter(node, name)]))
      expect([entry, codes]).toEqual([entry, names.map(name => [name, 'bad_username'])])
    }
    for (const name of HOSTILE)
      expect(await overPlain(node, name)).toMatch(/^\*\*\* A name is 1 to 24 .* 4422$/)
  }
})

/** Entry points that give a number to a name in use, and the one that only issues a token. */
const NUMBERS = new Set(['/ws', 'TCP', '/stream', 'POST /api/session'])

/** All of these are drawn as `Budi` is, or nearly; the first one is online. */
const LOOK_ALIKES = [
  'BUDI',
  'Budl',
  'Bud1',
  'budI',
  'Budı',
  'Bud|',
  'Ｂudi',
  '𝐁𝐮𝐝𝐢',
  'ⓑⓤⓓⓘ',
  'Bυdi',
  'Bսdi',
  'ꓐꓴꓓꓲ',
]

it('[NAME-15] a name that looks like one online is that name, at every entry point of every node', async () => {
  ownerToken = await claimed(cluster, 'Pemilik 2')
  const budi = await visit(cluster, 'websocket', 1, 'Budi')
  const isTaken = new Set(['name_taken', 'bad_username'])
  for (const node of NODES) {
    for (const [entry, enter] of ENTRIES) {
      if (NUMBERS.has(entry)) continue
      for (const name of LOOK_ALIKES)
        expect([entry, name, isTaken.has(await enter(node, name))]).toEqual([entry, name, true])
    }
    for (const name of LOOK_ALIKES) expect(await overPlain(node, name)).toMatch(/^\*\*\* .* 4422$/)
  }
  const online = await (await fetch(`http://127.0.0.1:${httpPort(0)}/api/online`)).json()
  expect(online).toMatchObject({ online: 1, players: ['Budi'] })
  budi.close()
})

it('[NAME-15] a client of contract A gets the next number of a name that looks like one online', async () => {
  const budi = await visit(cluster, 'nick', 0, 'Budi')
  expect(await overJson('websocket', {})(1, 'Budl')).toBe('Budl 2')
  expect(await overJson('tcp', {})(1, 'BUD1')).toBe('BUD1 3')
  budi.close()
})

it('[NAME-14] operators and owners are marked in JSON and Socket.IO, and guests are not', async () => {
  const token = await claimed(cluster, 'Dewi')
  const listener = await visit(cluster, 'tcp', 1, 'Telinga')
  const socketIo = await socketIoConnection(httpPort(1), 'websocket')
  const owner = await openedPlayer(cluster.connect({ over: 'websocket', node: 0 }, 'Dewi'))
  owner.send({ type: 'login', username: 'Dewi', v: 1, token })
  await owner.next('welcome')
  owner.send({ type: 'chat', text: 'dari pemilik' })
  const guest = await nickClient(nickPort(0), 'Tamu')
  guest.send('Tamu: dari tamu')
  for (const text of ['dari pemilik', 'dari tamu']) {
    await expect.poll(() => listener.raw().filter(line => line.includes(text))).toHaveLength(1)
    await expect.poll(() => socketIo.ear.heard.filter(line => line.includes(text))).toHaveLength(1)
  }
  for (const heard of [listener.raw(), socketIo.ear.heard]) {
    const said = (text: string) => heard.find(line => line.includes(text)) ?? ''
    expect(said('dari pemilik')).toContain('"owner":true')
    expect(said('dari tamu')).not.toMatch(/"owner"|"operator"/)
  }
})
