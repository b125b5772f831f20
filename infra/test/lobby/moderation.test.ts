import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { io } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startCluster, type TestCluster } from '../cluster.ts'
import { loggedIn, refusalOf } from '../player.ts'
import {
  everyoneGone,
  nickClient,
  nickConnection,
  openedPlayer,
  plainClient,
  socketIoConnection,
} from './clients.ts'
import { DOORS, type DoorName, type Visitor, visit } from './doors.ts'
import { Ear } from './ear.ts'

const adminSecret = 'the secret of the operators'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({
    gateways: 2,
    edges: 2,
    matchmakers: 0,
    // The gateways believe what a test says about where it comes from.
    gateway: { adminSecret, trustedProxies: ['127.0.0.1'] },
  })
})
afterEach(() => everyoneGone(httpPort(0)))
afterAll(() => cluster.close())

const httpPort = (node: number) => cluster.gateways[node]?.ports['http'] ?? 0
const plainPort = (node: number) => cluster.gateways[node]?.ports['plainChat'] ?? 0
const nickPort = (node: number) => cluster.edges[node]?.ports['nick'] ?? 0

const ask = (what: string, body: unknown, secret: string | undefined = adminSecret, port = httpPort(0)) =>
  fetch(`http://127.0.0.1:${port}/api/admin/${what}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
    },
    body: JSON.stringify(body),
  })

const impose = async (what: string, body: unknown): Promise<void> => {
  const answer = await ask(what, body)
  expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)])
}

const everywhere = (node: number, prefix: string): Promise<readonly Visitor[]> =>
  Promise.all(DOORS.map(door => visit(cluster, door, node, `${prefix} ${door}`)))

/** The action reaches another node in its own time, and no event tells when. */
const saysUntil = async (visitor: Visitor, text: string, isSo: () => boolean) => {
  for (const time of ['satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan']) {
    visitor.say(`${text} ${time}`)
    for (let i = 0; i < 70 && !isSo(); i++) await pause(20)
    if (isSo()) return
  }
  throw new Error(`${visitor.name}: said in vain: ${text}`)
}

/** Whether a name gets in at a door of the first node. */
const getsIn = async (door: DoorName, name: string): Promise<boolean> => {
  if (door !== 'websocket' && door !== 'tcp')
    return await visit(cluster, door, 0, name).then(
      () => true,
      () => false,
    )
  const player = await openedPlayer(cluster.connect({ over: door, node: 0 }, name))
  player.send({ type: 'login', username: name })
  return (await player.next(({ type }) => type === 'error' || type === 'res_leaderboard')).type !== 'error'
}

const hears = async (visitor: Visitor, fits: (line: string) => boolean, withinMs = 60_000) => {
  const until = performance.now() + withinMs
  while (!visitor.raw().some(fits)) {
    if (performance.now() > until)
      throw new Error(`${visitor.name} does not hear it: ${visitor.raw().slice(-3).join(' | ')}`)
    await pause(10)
  }
}

describe('who is an operator', () => {
  it.each([
    ['no secret', undefined],
    ['a wrong one', 'the secret of the operator'],
    ['a longer one', `${adminSecret}s`],
    ['an empty one', ''],
  ])('[LOBBY-10] %s is 403 and does nothing', async (_, secret) => {
    for (const what of ['mute', 'ban', 'announce']) {
      const answer = await fetch(`http://127.0.0.1:${httpPort(0)}/api/admin/${what}`, {
        method: 'POST',
        headers: secret === undefined ? {} : { authorization: `Bearer ${secret}` },
        body: JSON.stringify({ name: 'Ani', text: 'Ani', seconds: 60 }),
      })
      expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'not_allowed' }])
    }
    const ani = await visit(cluster, 'nick', 0, 'Ani')
    ani.say('masih bebas')
    await hears(ani, line => line === 'Ani: masih bebas')
  })

  it('[LOBBY-10] without the setting nobody is', async () => {
    const alone = await startCluster({ gateways: 1, matchmakers: 0 })
    const port = alone.gateways[0]?.ports['http'] ?? 0
    for (const secret of [undefined, '', 'undefined', adminSecret]) {
      expect((await ask('mute', { name: 'Ani', seconds: 60 }, secret, port)).status).toBe(403)
    }
    await alone.close()
  })
})

describe('muting', () => {
  it.each(DOORS)('[LOBBY-11] over %s: an error, no receiver, and an end in time', async door => {
    const [witness, muted] = [
      await visit(cluster, 'nick', 0, 'Saksi'),
      await visit(cluster, door, 1, `Bisu ${door}`),
    ]
    await impose('mute', { name: `bisu ${door}`, seconds: 60 })
    const isMuted = (line: string) => /has muted you|membisukan kamu/.test(line)
    await saysUntil(muted, 'masih terdengar', () => muted.raw().some(isMuted))
    muted.say('tidak terdengar')
    await impose('mute', { name: `BISU ${door}`, seconds: 1 })
    const isBack = (line: string) => line.startsWith(`Bisu ${door}: terdengar lagi`)
    await saysUntil(muted, 'terdengar lagi', () => witness.raw().some(isBack))
    expect(witness.raw().some(line => line.includes('tidak terdengar'))).toBe(false)
  })
})

describe('banning a name', () => {
  it.each(DOORS)('[LOBBY-12] over %s on another node: disconnected, and kept out', async door => {
    const name = `Usir ${door}`
    const others = await everywhere(1, 'Tetap')
    const banned = await visit(cluster, door, 1, name)
    await pause(50)
    await impose('ban', { name, seconds: 60 })
    for (const visitor of others) {
      if (door === 'plain' && visitor.door === 'plain') continue
      await hears(
        visitor,
        line => line.includes(`${name} Keluar!`) || line.includes('telah keluar') || line.includes('"leave"'),
      )
    }
    expect(await banned.ended()).toEqual(
      { websocket: 4403, tcp: 0, nick: 'end', plain: 4403, 'socket.io': 'io server disconnect' }[door],
    )
    // A close code says it all on the race sockets.
    if (door !== 'websocket') expect(banned.raw().join('\n')).toMatch(/banned|memblokir/)
    await expectKeptOut(door, name)
    await impose('ban', { name, seconds: 0 })
    await expect.poll(() => getsIn(door, name)).toBe(true)
  })

  const expectKeptOut = async (door: DoorName, name: string) => {
    switch (door) {
      case 'websocket':
      case 'tcp': {
        const player = await openedPlayer(cluster.connect({ over: door, node: 0 }, name))
        expect(await refusalOf(player, { type: 'login', username: name })).toBe('banned')
        break
      }
      case 'nick': {
        const client = await nickConnection(nickPort(0))
        client.send(`${name}\n`)
        await client.ear.until(line => /^\*\*\* .*memblokir/.test(line))
        break
      }
      case 'plain': {
        const client = await plainClient(plainPort(0), name)
        expect(await client.ear.closed()).toBe(4422)
        break
      }
      default: {
        const client = await socketIoConnection(httpPort(0), 'websocket')
        client.socket.emit('join', { username: name })
        await client.ear.until(text => text.includes('memblokir'))
      }
    }
  }
})

describe('banning an address', () => {
  it('[LOBBY-12] at every door of the gateways, by what a trusted proxy says', async () => {
    const headers = { 'x-forwarded-for': '198.51.100.7' }
    const stays = await visit(cluster, 'websocket', 0, 'Tetap')
    const json = new WebSocket(`ws://127.0.0.1:${httpPort(1)}/stream/Budi`, { headers })
    const plain = new WebSocket(`ws://127.0.0.1:${plainPort(1)}/`, { headers })
    const polling = io(`http://127.0.0.1:${httpPort(1)}`, {
      transports: ['polling'],
      extraHeaders: headers,
      reconnection: false,
      forceNew: true,
    })
    const told = new Ear('polling')
    polling.on('status', ({ msg }: { msg: string }) => told.hear(msg))
    await Promise.all([
      new Promise(resolve => json.once('message', resolve)),
      new Promise(resolve => plain.once('open', resolve)),
      new Promise<void>(resolve => polling.once('connect', () => resolve())),
    ])
    const ends = Promise.all([
      new Promise(resolve => json.once('close', resolve)),
      new Promise(resolve => plain.once('close', resolve)),
      new Promise(resolve => polling.once('disconnect', resolve)),
    ])
    await impose('ban', { address: '::ffff:198.51.100.9/120', seconds: 60 })
    expect(await ends).toEqual([4403, 4403, 'io server disconnect'])
    expect(told.heard.some(text => text.includes('memblokir'))).toBe(true)

    const status = (url: string) =>
      new Promise(resolve => {
        const socket = new WebSocket(url, { headers })
        socket.once('unexpected-response', (_, response) => resolve(response.statusCode))
        socket.once('open', () => resolve('open'))
        socket.on('error', () => undefined)
      })
    expect(await status(`ws://127.0.0.1:${plainPort(0)}/`)).toBe(403)
    expect(await status(`ws://127.0.0.1:${httpPort(0)}/`)).toBe(403)
    stays.say('masih di sini')
    await hears(stays, line => line.includes('masih di sini'))
    await impose('ban', { address: '198.51.100.0/24', seconds: 0 })
    await expect.poll(() => status(`ws://127.0.0.1:${plainPort(0)}/`)).toBe('open')
  })

  it('[LOBBY-12] at the doors of the tcp-edges, and a node that starts later knows', async () => {
    const nick = await nickClient(nickPort(1), 'Ani')
    const json = await openedPlayer(loggedIn(cluster.connect({ over: 'tcp', node: 0 }, 'Budi')))
    await impose('ban', { address: '[::ffff:127.0.0.1]:443', seconds: 60 })
    expect(await nick.ear.closed()).toBe('end')
    expect(nick.ear.heard.at(-1)).toMatch(/^\*\*\* .*memblokir/)
    expect(await json.closed()).toBe(0)
    const later = await cluster.addEdge()
    const again = await nickConnection(later.ports['nick'] ?? 0)
    await again.ear.until(line => /^\*\*\* .*memblokir/.test(line))
    expect(again.ear.heard).not.toContain('NICK')
    await impose('ban', { address: '127.0.0.1', seconds: 0 })
    const ani = () =>
      nickClient(later.ports['nick'] ?? 0, 'Ani').then(
        () => 'in',
        () => 'kept out',
      )
    await expect.poll(ani).toBe('in')
  })
})

describe('announcing', () => {
  it('[LOBBY-13] is heard at every door of every node, and by newcomers while it stands', async () => {
    const text = 'Pukul sembilan kami mulai ulang'
    const before = [...(await everywhere(0, 'Lama')), ...(await everywhere(1, 'Juga'))]
    await impose('announce', { text: `  ${text}\x1b[31m `, seconds: 600 })
    const said = `${text} [31m`
    for (const visitor of before) {
      await hears(visitor, line => line.includes(said))
      expect(visitor.heard()).toContain(`[Ketik]: ${said}`)
    }
    const newcomers = [...(await everywhere(0, 'Baru')), ...(await everywhere(1, 'Segar'))]
    for (const visitor of newcomers) {
      await hears(visitor, line => line.includes(said))
      expect(visitor.heard().filter(line => line === `[Ketik]: ${said}`)).toHaveLength(1)
    }
    await impose('announce', { text: 'Hanya sebentar', seconds: 1 })
    await pause(2_000)
    const late = [...(await everywhere(0, 'Telat')), ...(await everywhere(1, 'Usai'))]
    await pause(100)
    for (const { heard } of late) expect(heard().some(line => line.includes('Hanya sebentar'))).toBe(false)
  })

  it.each(['[Ketik]', '[KETIK]', '[Ke\u200dtik]', 'Кетік', 'ketik'])(
    '[LOBBY-13] nobody else is called %s',
    async name => {
      const player = await openedPlayer(cluster.connect({ over: 'websocket', node: 0 }, name))
      expect(await refusalOf(player, { type: 'login', username: name })).toBe('bad_username')
    },
  )
})

describe('the record', () => {
  it('[LOBBY-15] has a row for every moderation action, with its term, reason and operator', async () => {
    await impose('mute', { name: 'Catat', seconds: 60, reason: 'kasar\u0000', operator: 'Dewi' })
    await impose('ban', { name: 'Catat', seconds: 0 })
    await impose('ban', { address: '203.0.113.0/24', seconds: 5 })
    await impose('announce', { text: 'Catatan', seconds: 1 })
    const client = new pg.Client({ connectionString: cluster.databaseUrl })
    await client.connect()
    const { rows } = await client.query(
      `select action, subject, reason, operator, extract(epoch from until - at)::int as seconds,
         abs(extract(epoch from now() - at)) < 60 as recent
       from moderation where subject in ('catat', '203.0.113.0/24', 'Catatan') order by id`,
    )
    await client.end()
    const row = { reason: null, operator: null, recent: true }
    expect(rows).toEqual([
      { ...row, action: 'mute', subject: 'catat', seconds: 60, reason: 'kasar ', operator: 'Dewi' },
      { ...row, action: 'ban-name', subject: 'catat', seconds: 0 },
      { ...row, action: 'ban-address', subject: '203.0.113.0/24', seconds: 5 },
      { ...row, action: 'announce', subject: 'Catatan', seconds: 1 },
    ])
  })

  it('[LOBBY-15] without PostgreSQL nothing is imposed', async () => {
    // Whoever comes in has Redis learn which names are claimed.
    await plainClient(plainPort(0), 'Duluan')
    const away = await startCluster({
      gateways: 1,
      matchmakers: 0,
      prefix: cluster.prefix,
      gateway: { adminSecret, databaseUrl: 'postgres://127.0.0.1:1/none' },
    })
    const port = away.gateways[0]?.ports['http'] ?? 0
    const answer = await ask('mute', { name: 'Bebas', seconds: 60 }, adminSecret, port)
    expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'unavailable' }])
    const client = await plainClient(away.gateways[0]?.ports['plainChat'] ?? 0, 'Bebas')
    client.send('masih bebas')
    await client.ear.until('Bebas: masih bebas')
    await away.close()
  })
})
