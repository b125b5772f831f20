import { once } from 'node:events'
import { io } from 'socket.io-client'
import io2 from 'socket.io-client-2'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startCluster, type TestCluster } from '../cluster.ts'
import { everyoneGone, nickClient, response, socketIoClient, socketIoConnection, status } from './clients.ts'
import { Ear } from './ear.ts'

let cluster: TestCluster
beforeAll(async () => {
  const gateway = { trustedProxies: ['127.0.0.1'] }
  cluster = await startCluster({ gateways: 2, edges: 1, matchmakers: 0, gateway })
})
afterEach(() => everyoneGone(cluster.gateways[0]?.ports['http'] ?? 0))
afterAll(() => cluster.close())

const port = (node: number) => cluster.gateways[node]?.ports['http'] ?? 0

describe('what pages emit', () => {
  it.each([
    [{ username: 'Ani' }, /^Ani$/],
    [{ name: 'Ani' }, /^Ani$/],
    ['Ani', /^Ani$/],
    [{}, /^Tamu \d+$/],
    [{ username: '' }, /^Tamu \d+$/],
    [null, /^Tamu \d+$/],
  ])('[SOCKETIO-9] join %j', async (payload, name) => {
    const watching = await socketIoConnection(port(1), 'websocket')
    const page = await socketIoConnection(port(0), 'websocket')
    expect(await page.socket.emitWithAck('join', payload)).toEqual({ ok: true })
    const joined = await watching.ear.until(text => text.includes('telah bergabung'))
    const { msg } = JSON.parse(joined.slice('status '.length)) as { msg: string }
    expect(msg.replace(/ telah bergabung\.$/, '')).toMatch(name)
    page.send('halo')
    await watching.ear.until(response(msg.replace(/ telah bergabung\.$/, ''), 'halo'))
  })

  it('[SOCKETIO-9] join without anything, and once more, is one join', async () => {
    const page = await socketIoConnection(port(0), 'polling')
    expect(await page.socket.emitWithAck('join')).toEqual({ ok: true })
    expect(await page.socket.emitWithAck('join')).toEqual({ ok: true })
    expect(page.ear.heard.filter(text => text.includes('telah bergabung'))).toHaveLength(1)
    expect(await page.socket.emitWithAck('join', { username: 'Lain' })).toEqual({ ok: true })
    await page.ear.until(status('Lain telah bergabung.'))
    expect(await page.socket.emitWithAck('join', 'lain')).toEqual({ ok: true })
    expect(await page.socket.emitWithAck('join', 'Beda')).toMatchObject({ code: 'already_logged_in' })
  })

  it.each([[{ msg: 'halo' }], [{ data: 'halo' }], [{ message: 'halo' }], [{ text: 'halo' }], ['halo']])(
    '[SOCKETIO-10] message %j, acknowledged, to all on both nodes',
    async payload => {
      const ani = await socketIoClient(port(0), 'websocket', 'Ani')
      const budi = await socketIoClient(port(1), 'polling', 'Budi')
      expect(await ani.socket.emitWithAck('message', payload)).toEqual({ ok: true })
      for (const { ear } of [ani, budi]) await ear.until(response('Ani', 'halo'))
    },
  )

  it('[SOCKETIO-11] a message before a join implies one, under the name that was refused or one that the server makes', async () => {
    const ani = await socketIoClient(port(0), 'websocket', 'Ani')
    const nameless = await socketIoConnection(port(1), 'websocket')
    expect(await nameless.socket.emitWithAck('message', 'tanpa nama')).toEqual({ ok: true })
    expect(await ani.ear.until(text => text.startsWith('response'))).toMatch(
      /^response \{"username":"Tamu \d+","msg":"tanpa nama"\}$/,
    )
    const second = await socketIoConnection(port(1), 'websocket')
    expect(await second.socket.emitWithAck('join', 'Ani')).toMatchObject({ ok: false, code: 'name_taken' })
    second.send('aku juga Ani')
    await ani.ear.until(response('Ani 2', 'aku juga Ani'))
    const named = await socketIoConnection(port(1), 'websocket')
    named.socket.emit('message', { username: 'Citra', message: 'langsung' })
    await ani.ear.until(response('Citra', 'langsung'))
  })

  it('[SOCKETIO-12] a response has the text twice and the time of day', async () => {
    const page = await socketIoClient(port(0), 'websocket', 'Jam')
    const heard = new Promise<unknown>(resolve => page.socket.once('response', resolve))
    const before = new Date()
    page.send('pukul berapa?')
    const { time, ...rest } = (await heard) as { time: string }
    expect(rest).toEqual({ username: 'Jam', msg: 'pukul berapa?', message: 'pukul berapa?' })
    const clock = (date: Date) => date.toTimeString().slice(0, 5)
    expect([clock(before), clock(new Date())]).toContain(time)
  })
})

/** A client that stops answering: its page was closed where the server cannot see it. */
const mute = async (node: number, username: string, address = '192.0.2.1') => {
  const ear = new Ear(`mute ${username}`)
  const socket = new WebSocket(`ws://127.0.0.1:${port(node)}/socket.io/?EIO=4&transport=websocket`, {
    headers: { 'x-forwarded-for': address },
  })
  socket.on('message', data => ear.hear(String(data)))
  socket.on('close', () => ear.ended('closed'))
  await once(socket, 'open')
  socket.send('40')
  await ear.until(text => text.startsWith('40'))
  socket.send(`42${JSON.stringify(['join', { username }])}`)
  await ear.until(text => text.includes(`${username} telah bergabung.`))
  return ear
}

/** The same over long-polling: it joins, and polls no more. */
const mutePolling = async (node: number, username: string, address = '192.0.2.1') => {
  const url = `http://127.0.0.1:${port(node)}/socket.io/?EIO=4&transport=polling`
  const headers = { 'x-forwarded-for': address }
  const opened = await (await fetch(url, { headers })).text()
  const { sid } = JSON.parse(opened.slice(1)) as { sid: string }
  const packets = ['40', `42${JSON.stringify(['join', { username }])}`]
  for (const body of packets) await fetch(`${url}&sid=${sid}`, { method: 'POST', headers, body })
}

/** A `message` with a name, and a token perhaps, beside its text. */
const said = (username: string, message: string, token?: string) => ({ username, message, token })
const saidBy = (username: string, text: string) => (event: string) =>
  event.startsWith(`response {"username":"${username}","msg":"${text}"`)

const returning = async (node: number, address: string) => {
  const ear = new Ear('returning')
  const socket = io(`http://127.0.0.1:${port(node)}`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: { 'x-forwarded-for': address },
  })
  socket.onAny((event: string, data: unknown) => ear.hear(`${event} ${JSON.stringify(data)}`))
  await new Promise<void>(resolve => socket.once('connect', resolve))
  return { ear, socket }
}

describe('a client that returns', () => {
  it.each([0, 1])(
    '[SOCKETIO-13] to node %i gets its name from a connection that no longer answers',
    async node => {
      const watching = await socketIoConnection(port(1), 'websocket')
      const before = await mute(0, 'Kembali')
      const { ear, socket } = await returning(node, '192.0.2.1')
      expect(await socket.emitWithAck('join', 'Kembali')).toEqual({ ok: true })
      expect(await before.closed()).toBe('closed')
      await watching.ear.until(status('Kembali telah keluar.'))
      await watching.ear.until(status('Kembali telah bergabung.'))
      socket.emit('message', 'aku lagi')
      await ear.until(text => text.includes('aku lagi'))
      socket.disconnect()
    },
  )

  it.each([0, 1])('[SOCKETIO-13] to node %i gets it by its first message too', async node => {
    const watching = await socketIoConnection(port(1), 'websocket')
    const before = await mute(0, 'Lanjut')
    const stranger = await returning(node, '198.51.100.9')
    stranger.socket.emit('message', said('Lanjut', 'aku orang lain'))
    await watching.ear.until(response('Lanjut 2', 'aku orang lain'))
    expect(before.closedWith).toBeUndefined()
    const { socket } = await returning(node, '192.0.2.1')
    expect(await socket.emitWithAck('message', said('Lanjut', 'aku lagi'))).toEqual({ ok: true })
    expect(await before.closed()).toBe('closed')
    await watching.ear.until(response('Lanjut', 'aku lagi'))
    for (const one of [stranger.socket, socket]) one.disconnect()
  })

  it('[SOCKETIO-13] gets its name from a dead connection of long-polling', async () => {
    const watching = await socketIoConnection(port(1), 'websocket')
    await mutePolling(0, 'Lama tak jawab')
    await watching.ear.until(status('Lama tak jawab telah bergabung.'))
    const { socket } = await returning(1, '192.0.2.1')
    expect(await socket.emitWithAck('join', 'Lama tak jawab')).toEqual({ ok: true })
    await watching.ear.until(status('Lama tak jawab telah keluar.'))
    await watching.ear.until(status('Lama tak jawab telah bergabung.'))
    socket.disconnect()
  })

  it('[SOCKETIO-13] not from another address, and not from a connection that answers', async () => {
    const before = await mute(0, 'Tetap')
    const stranger = await returning(1, '198.51.100.9')
    expect(await stranger.socket.emitWithAck('join', 'Tetap')).toMatchObject({ code: 'name_taken' })
    expect(before.closedWith).toBeUndefined()
    const there = await returning(0, '192.0.2.7')
    await there.socket.emitWithAck('join', 'Hadir')
    const again = await returning(1, '192.0.2.7')
    expect(await again.socket.emitWithAck('join', 'Hadir')).toMatchObject({ code: 'name_taken' })
    there.socket.emit('message', 'masih di sini')
    await there.ear.until(text => text.includes('masih di sini'))
    // Its own page again: the last one that answers nothing gives way.
    const back = await returning(0, '192.0.2.1')
    expect(await back.socket.emitWithAck('join', 'Tetap')).toEqual({ ok: true })
    for (const { socket } of [stranger, there, again, back]) socket.disconnect()
  })
})

const tokenOf = async (username: string): Promise<string> => {
  const answer = await fetch(`http://127.0.0.1:${port(0)}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username }),
  })
  return ((await answer.json()) as { token: string }).token
}

describe('a client that returns with its token', () => {
  it('[SOCKETIO-13] gets its name at once, from wherever, and the connection before it is closed', async () => {
    const token = await tokenOf('Bertoken')
    const [before, after] = [await returning(0, '192.0.2.1'), await returning(1, '198.51.100.9')]
    const closed = new Promise(resolve => before.socket.once('disconnect', resolve))
    for (const { socket } of [before, after])
      expect(await socket.emitWithAck('join', { username: 'Bertoken', token })).toEqual({ ok: true })
    expect(await closed).toBe('io server disconnect')
    after.socket.emit('message', 'dari tempat lain')
    await after.ear.until(text => text.includes('dari tempat lain'))
    after.socket.disconnect()
  })

  it('[SOCKETIO-11] gets it by a message too; a token that proves nothing there is passed over', async () => {
    const token = await tokenOf('Berpesan')
    const before = await returning(0, '192.0.2.1')
    expect(await before.socket.emitWithAck('join', { username: 'Berpesan', token })).toEqual({ ok: true })
    const stranger = await returning(1, '198.51.100.9')
    expect(await stranger.socket.emitWithAck('message', said('Berpesan', 'bukan aku', 'nobody.s'))).toEqual({
      ok: true,
    })
    await before.ear.until(saidBy('Berpesan 2', 'bukan aku'))
    const closed = new Promise(resolve => before.socket.once('disconnect', resolve))
    const after = await returning(1, '198.51.100.10')
    expect(await after.socket.emitWithAck('message', said('Berpesan', 'aku lagi', token))).toEqual({
      ok: true,
    })
    expect(await closed).toBe('io server disconnect')
    await stranger.ear.until(saidBy('Berpesan', 'aku lagi'))
    for (const { socket } of [stranger, after]) socket.disconnect()
  })
})

describe('clients of Socket.IO 2', () => {
  it.each([['websocket'], ['polling'], ['polling', 'websocket']])(
    '[SOCKETIO-14] join, talk and leave over %s',
    async (...transports) => {
      const nick = await nickClient(cluster.edges[0]?.ports['nick'] ?? 0, 'Nika')
      const ani = await socketIoClient(port(1), 'websocket', 'Ani')
      const ear = new Ear('socket.io-client 2')
      const page = io2(`http://127.0.0.1:${port(0)}`, { transports, forceNew: true, reconnection: false })
      for (const event of ['status', 'response', 'history'])
        page.on(event, data => ear.hear(`${event} ${JSON.stringify(data)}`))
      await new Promise(resolve => page.once('connect', resolve))
      page.emit('join', { username: 'Lama' })
      await ear.until(status('Lama telah bergabung.'))
      const acknowledged = new Promise(resolve => page.emit('message', { data: 'dari versi 2' }, resolve))
      expect(await acknowledged).toEqual({ ok: true })
      await ani.ear.until(response('Lama', 'dari versi 2'))
      await nick.ear.until('Lama: dari versi 2')
      ani.send('halo Lama')
      await ear.until(text => text.includes('"msg":"halo Lama","message":"halo Lama"'))
      page.disconnect()
      await ani.ear.until(status('Lama telah keluar.'))
    },
  )

  it('[SOCKETIO-14] a page of another origin may poll with credentials, as version 2 does', async () => {
    const answer = await fetch(`http://127.0.0.1:${port(0)}/socket.io/?EIO=3&transport=polling`, {
      headers: { origin: 'http://halaman.example' },
    })
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://halaman.example')
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
    expect(await answer.text()).toMatch(/^\d+:0\{"sid":/)
  })
})
