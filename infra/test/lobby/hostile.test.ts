import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { SharedCluster } from '@ketik/cluster'
import { createLog, metrics } from '@ketik/runtime'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { loggedIn } from '../player.ts'
import {
  type ChatClient,
  everyoneGone,
  nickClient,
  nickConnection,
  openedPlayer,
  plainClient,
  socketIoClient,
} from './clients.ts'
import { DOORS, type DoorName, type Visitor, visit } from './doors.ts'
import { Ear } from './ear.ts'
import { wordsAt } from './refusal-words.ts'

const RSS_GROWTH_MAX = 128 * 1024 * 1024

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, edges: 2, matchmakers: 0 })
})
afterEach(() => everyoneGone(cluster.gateways[0]?.ports['http'] ?? 0))
afterAll(() => cluster.close())

const nickPort = () => cluster.edges[0]?.ports['nick'] ?? 0
const plainPort = () => cluster.gateways[0]?.ports['plainChat'] ?? 0
const httpPort = () => cluster.gateways[0]?.ports['http'] ?? 0

let crowds = 0

/** A quiet witness at every door of the same nodes, of a name that nobody had before: names have budgets too. */
const witnesses = async (): Promise<readonly Visitor[]> => {
  const all: Visitor[] = []
  crowds += 1
  for (const door of DOORS) all.push(await visit(cluster, door, 0, `saksi ${door} ${crowds}`))
  return all
}

/** The witnesses hear each other. */
const UNAFFECTED_WITHIN_MS = 60_000
const areUnaffected = async (all: readonly Visitor[], text: string) => {
  const [first] = all
  const asked = performance.now()
  first?.say(text)
  while (!all.every(({ heard }) => heard().includes(`${first?.name}: ${text}`))) {
    if (performance.now() - asked > UNAFFECTED_WITHIN_MS) throw new Error('the others notice')
    await pause(10)
  }
}

const floods: Record<
  string,
  () => Promise<{
    readonly door: DoorName
    readonly client: ChatClient
    readonly send: (i: number) => void
  }>
> = {
  nick: async () => {
    const client = await nickClient(nickPort(), 'Banjir')
    return { door: 'nick', client, send: i => client.send(`Banjir: pesan ${i}\n`) }
  },
  'nick without a name': async () => {
    const client = await nickConnection(nickPort())
    return { door: 'nick', client, send: i => client.send(`\x07${i}\n`) }
  },
  plain: async () => {
    const client = await plainClient(plainPort(), 'Banjir')
    return { door: 'plain', client, send: i => client.send(`pesan ${i}`) }
  },
  'plain without a name': async () => {
    const client = await plainClient(httpPort())
    return { door: 'plain', client, send: i => client.send(`pesan ${i}`) }
  },
  'socket.io': async () => {
    const client = await socketIoClient(httpPort(), 'websocket', 'Banjir')
    return { door: 'socket.io', client, send: i => client.send(`pesan ${i}`) }
  },
}

describe('hostile clients', () => {
  it.each(Object.entries(floods))(
    '[LOBBY-7] 10,000 messages a second (%s) get an error and then the end, and nobody else is affected',
    async (_, begin) => {
      const others = await witnesses()
      const rssBefore = process.memoryUsage().rss
      const { door, client, send } = await begin()
      for (let i = 0; i < 10_000; i++) {
        if (client.ear.closedWith !== undefined) break
        send(i)
        if (i % 500 === 499) await pause(50)
      }
      await areUnaffected(others, `masih di sini ${_}`)
      const code = await client.ear.closed()
      expect([4400, 'end', 'io server disconnect']).toContain(code)
      expect(client.ear.heard.some(text => text.includes(wordsAt(door, 'rate_limited')))).toBe(true)
      expect(process.memoryUsage().rss - rssBefore).toBeLessThan(RSS_GROWTH_MAX)
      // Of the flood little was heard.
      for (const { heard } of others) {
        expect(heard().filter(line => line.includes('pesan')).length).toBeLessThan(20)
      }
    },
  )

  it('[NICK-9] a line of 1 MB over NICK gets an error and the end, however it is split', async () => {
    const others = await witnesses()
    for (const isNamed of [true, false]) {
      const client = isNamed ? await nickClient(nickPort(), 'Panjang') : await nickConnection(nickPort())
      client.send('a'.repeat(1024 * 1024))
      await client.ear.until('*** Satu pesan maksimal 8 KiB.')
      expect(await client.ear.closed()).toBe('end')
    }
    const dripping = await nickClient(nickPort(), 'Menetes')
    for (let i = 0; i < 20; i++) dripping.send('a'.repeat(500))
    await dripping.ear.closed()
    await areUnaffected(others, 'tetap tenang')
  })

  it('[NICK-2] half a line holds nobody up', async () => {
    const others = await witnesses()
    const half = await nickClient(nickPort(), 'Separuh')
    half.send('Separuh: se')
    const json = await openedPlayer(cluster.connect({ over: 'tcp', node: 0 }, 'Setengah'))
    json.sendRaw(Buffer.from('{"type":"login","user'))
    await areUnaffected(others, 'lancar saja')
    json.sendRaw(Buffer.from('name":"Setengah"}\n'))
    await json.next('res_leaderboard')
    await half.ear.until('Separuh: se')
  })

  it('[LOBBY-7] who never reads is closed as too slow, and the others hear everything', async () => {
    const others = await witnesses()
    const before = await tooSlow()
    const asleep = await Promise.all([
      deafOverTcp(nickPort(), 'Tulí'),
      deafWebSocket(plainPort(), '/?name=Tuli2'),
      deafWebSocket(httpPort(), '/socket.io/?EIO=4&transport=websocket'),
    ])
    const rssBefore = process.memoryUsage().rss
    const node = await SharedCluster.connect(
      { redisUrl: cluster.redisUrl, prefix: cluster.prefix, role: 'gateway' },
      createLog('test', 'silent'),
    )
    const text = '👨‍👩‍👧‍👦'.repeat(300)
    let said = 0
    while ((await tooSlow()) < before + asleep.length && said < 8_000) {
      await Promise.all(Array.from({ length: 50 }, () => node.lobby.say('json', 'Ramai', `${said++}${text}`)))
      // Whoever reads is given the time to.
      while (!others.every(({ heard }) => heard().filter(line => line.startsWith('Ramai')).length === said))
        await pause(5)
    }
    expect(await tooSlow()).toBe(before + asleep.length)
    expect(process.memoryUsage().rss - rssBefore).toBeLessThan(4 * RSS_GROWTH_MAX)
    await node.close()
    for (const end of asleep) end()
    await areUnaffected(others, 'sampai selesai')
  })
})

describe('budgets', () => {
  it('[LOBBY-5] chat and race have budgets of their own', async () => {
    const player = await openedPlayer(loggedIn(cluster.connect({ over: 'websocket', node: 0 }, 'Ani')))
    for (let i = 0; i < 180; i++) player.send({ type: 'chat', text: `pesan ${i}` })
    await player.next(({ type, code }) => type === 'error' && code === 'rate_limited')
    player.send({ type: 'req_leaderboard' })
    await player.next('res_leaderboard')
    const other = await openedPlayer(loggedIn(cluster.connect({ over: 'tcp', node: 0 }, 'Budi')))
    for (let i = 0; i < 180; i++) other.send({ type: 'progress', progress: 1, wpm: 1 })
    await other.next(({ type, code }) => type === 'error' && code === 'rate_limited')
    other.send({ type: 'chat', text: 'masih bisa bicara' })
    await other.next(({ type, from }) => type === 'chat' && from === 'Budi')
  })

  it.each(DOORS)(
    '[LOBBY-18] at the door %s more than may be sent at once waits, in order; too much, a third repetition and a long text are refused',
    async door => {
      const visitor = await visit(cluster, door, 0, `Cerewet ${door}`)
      const witness = await visit(cluster, door === 'nick' ? 'tcp' : 'nick', 1, `Pendengar ${door}`)
      const told = async (text: string, code: Parameters<typeof wordsAt>[1]) => {
        const before = visitor.raw().length
        const lines = () => visitor.raw().slice(before).join('\n')
        visitor.say(text)
        await expect.poll(lines).toContain(wordsAt(door, code))
      }
      for (const text of ['halo semua', 'HALO, semua!', 'halo   semua']) visitor.say(text)
      await told('haalo semua', 'chat_repeated')
      await told('a b '.repeat(400), 'chat_too_long')
      const texts = Array.from({ length: 4 }, (_, i) => `nomor ${i}`)
      for (const text of texts) visitor.say(text)
      const said = ['halo semua', 'HALO, semua!', 'halo   semua', ...texts]
      const heard = () => witness.heard().filter(line => line.startsWith(`Cerewet ${door}: `))
      await expect.poll(heard).toEqual(said.map(text => `Cerewet ${door}: ${text}`))
      for (let i = 0; i < 24; i++) visitor.say(`lagi ${i}`)
      await told('terlalu banyak', 'rate_limited')
    },
  )
})

const tooSlow = async (): Promise<number> => {
  const { values } = await metrics.connectionsClosed.get()
  return values.find(({ labels }) => labels.reason === 'too_slow')?.value ?? 0
}

/** A program that takes as little from its socket as a system lets it; it answers the ending of it. */
const deaf = async (script: string, args: readonly string[]): Promise<() => void> => {
  const ear = new Ear('deaf')
  const program = spawn('python3', ['-c', script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  program.stdout.on('data', chunk => ear.hear(String(chunk).trim()))
  await ear.until('asleep')
  return () => program.kill()
}

const SMALL = `
import socket, sys, time, base64, os
client = socket.socket()
client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
client.connect(('127.0.0.1', int(sys.argv[1])))
`
const ASLEEP = `
print('asleep', flush=True)
time.sleep(600)
`

const deafOverTcp = (port: number, nick: string) =>
  deaf(
    `${SMALL}
client.recv(4)
client.send(sys.argv[2].encode())
while b'Terkoneksi' not in client.recv(1024): pass
${ASLEEP}`,
    [`${port}`, nick],
  )

/** Socket.IO needs one message to become a client: \`40\` in a masked frame. */
const deafWebSocket = (port: number, path: string) =>
  deaf(
    `${SMALL}
key = base64.b64encode(os.urandom(16)).decode()
client.send(f'GET {sys.argv[2]} HTTP/1.1\\r\\nHost: x\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Key: {key}\\r\\nSec-WebSocket-Version: 13\\r\\n\\r\\n'.encode())
client.recv(1024)
if 'socket.io' in sys.argv[2]:
    client.send(bytes([0x81, 0x82, 0, 0, 0, 0]) + b'40')
    client.recv(1024)
${ASLEEP}`,
    [`${port}`, path],
  )
