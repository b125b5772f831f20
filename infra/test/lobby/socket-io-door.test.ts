import { io } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { everyoneGone, response, socketIoClient, socketIoConnection, status } from './clients.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, edges: 0, matchmakers: 0 })
})
afterEach(() => everyoneGone(cluster.gateways[0]?.ports['http'] ?? 0))
afterAll(() => cluster.close())

const port = (node: number) => cluster.gateways[node]?.ports['http'] ?? 0

describe.each(['websocket', 'polling'] as const)('Socket.IO over %s', transport => {
  it(`[SOCKETIO-1] a join reaches all clients, also those that have not joined (${transport})`, async () => {
    const watching = await socketIoConnection(port(1), transport)
    const budi = await socketIoClient(port(1), transport, 'Budi')
    await socketIoClient(port(0), transport, 'Ani')
    for (const { ear } of [watching, budi]) await ear.until(status('Ani telah bergabung.'))
    expect(watching.ear.heard).toEqual([status('Budi telah bergabung.'), status('Ani telah bergabung.')])
  })

  it(`[SOCKETIO-2] a message reaches everyone, its sender too (${transport})`, async () => {
    const watching = await socketIoConnection(port(1), transport)
    const ani = await socketIoClient(port(0), transport, 'Ani')
    ani.send('halo semua')
    for (const { ear } of [watching, ani]) await ear.until(response('Ani', 'halo semua'))
    expect(ani.ear.heard.filter(text => text === response('Ani', 'halo semua'))).toHaveLength(1)
  })

  it(`[SOCKETIO-3] a leave reaches the clients that stay (${transport})`, async () => {
    const watching = await socketIoConnection(port(1), transport)
    const ani = await socketIoClient(port(0), transport, 'Ani')
    ani.close()
    await watching.ear.until(status('Ani telah keluar.'))
    expect(watching.ear.heard).toEqual([status('Ani telah bergabung.'), status('Ani telah keluar.')])
  })

  it(`[SOCKETIO-4] a whole conversation over two nodes (${transport})`, async () => {
    const watching = await socketIoConnection(port(0), transport)
    const ani = await socketIoClient(port(0), transport, 'Ani')
    const budi = await socketIoClient(port(1), transport, 'Budi')
    await ani.ear.until(status('Budi telah bergabung.'))
    budi.send('halo')
    await ani.ear.until(response('Budi', 'halo'))
    ani.socket.emit('message', 'hai juga')
    await budi.ear.until(response('Ani', 'hai juga'))
    budi.close()
    await ani.ear.until(status('Budi telah keluar.'))
    await watching.ear.until(status('Budi telah keluar.'))
    expect(watching.ear.heard).toEqual([
      status('Ani telah bergabung.'),
      status('Budi telah bergabung.'),
      response('Budi', 'halo'),
      response('Ani', 'hai juga'),
      status('Budi telah keluar.'),
    ])
  })

  it(`[SOCKETIO-5] a refusal goes to its sender alone, in Indonesian, also as the acknowledgement (${transport})`, async () => {
    const ani = await socketIoClient(port(0), transport, 'Ani')
    const other = await socketIoConnection(port(1), transport)
    const refusals: readonly (readonly [event: string, payload: unknown, code: string])[] = [
      ['join', { username: 'ani' }, 'name_taken'],
      ['join', { username: '\x1b[2J' }, 'bad_username'],
      ['message', { msg: 7 }, 'bad_field'],
      ['message', { msg: 'a b'.repeat(200) }, 'chat_too_long'],
    ]
    for (const [event, payload, code] of refusals) {
      const outcome = await other.socket.emitWithAck(event, payload)
      expect(outcome).toEqual({ ok: false, code, message: expect.stringMatching(/^(Nama|Isi|Pesan) .*\.$/) })
      await other.ear.until(status((outcome as { message: string }).message))
    }
    expect(await other.socket.emitWithAck('typing', true)).toMatchObject({ ok: false, code: 'unknown_type' })
    expect(ani.ear.heard.filter(text => text.includes('Pesan paling'))).toEqual([])
  })

  it(`[SOCKETIO-6] a client that joins gets the last messages in one event (${transport})`, async () => {
    const ani = await socketIoClient(port(0), transport, 'Ani')
    ani.send(`untuk nanti ${transport}`)
    await ani.ear.until(response('Ani', `untuk nanti ${transport}`))
    const budi = await socketIoClient(port(1), transport, 'Budi')
    await budi.ear.count(text => text.startsWith('history'), 1)
    const history = budi.ear.heard.find(text => text.startsWith('history')) ?? ''
    const said: unknown = JSON.parse(history.slice('history '.length))
    expect(said).toContainEqual({
      username: 'Ani',
      msg: `untuk nanti ${transport}`,
      message: `untuk nanti ${transport}`,
      time: expect.stringMatching(/^\d\d:\d\d$/),
      at: expect.any(Number),
    })
    expect(budi.ear.heard.filter(text => text.startsWith('response'))).toEqual([])
  })

  it(`[SOCKETIO-7] a packet that is too long, and a flood, get an error and the end (${transport})`, async () => {
    const ani = await socketIoClient(port(0), transport, 'Ani')
    const long = await socketIoClient(port(0), transport, 'Panjang')
    long.send('a'.repeat(9_000))
    expect(await long.ear.until(text => text.includes('8 KiB'))).toMatch(/^status/)
    expect(await long.ear.closed()).toBe('io server disconnect')
    const flood = await socketIoClient(port(1), transport, 'Banjir')
    for (let i = 0; i < 800; i++) flood.socket.emit('message', `pesan ${i}`)
    await flood.ear.closed()
    expect(flood.ear.heard.some(text => text.includes('Terlalu banyak'))).toBe(true)
    await ani.ear.until(status('Banjir telah keluar.'))
    ani.send('masih tenang')
    await ani.ear.until(response('Ani', 'masih tenang'))
  })
})

describe('Socket.IO', () => {
  it('[SOCKETIO-4] upgrades from long-polling to WebSocket and goes on', async () => {
    const socket = io(`http://127.0.0.1:${port(0)}`, { forceNew: true })
    await new Promise(resolve => socket.io.engine.once('upgrade', resolve))
    const heard = new Promise(resolve => socket.once('response', resolve))
    socket.emit('join', { username: 'Naik' })
    socket.emit('message', { msg: 'di atas' })
    expect(await heard).toMatchObject({ username: 'Naik', msg: 'di atas' })
    socket.disconnect()
  })

  it('[SOCKETIO-8] the client library is where its pages look for it', async () => {
    for (const name of ['socket.io.js', 'socket.io.min.js', 'socket.io.esm.min.js']) {
      const answer = await fetch(`http://127.0.0.1:${port(0)}/socket.io/${name}`)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        200,
        'text/javascript; charset=utf-8',
      ])
      expect((await answer.text()).length).toBeGreaterThan(10_000)
      const etag = answer.headers.get('etag') ?? ''
      const again = await fetch(answer.url, { headers: { 'if-none-match': etag } })
      expect(again.status).toBe(304)
    }
  })

  it('[SOCKETIO-7] what Engine.IO cannot make sense of ends a request, not the server', async () => {
    const url = `http://127.0.0.1:${port(0)}/socket.io/?EIO=4&transport=`
    const asked = [
      fetch(`${url}polling`, { method: 'DELETE' }),
      fetch(`${url}polling`, { method: 'POST', body: 'x' }),
      fetch(`${url}websocket`),
      fetch(`${url}nonsense`),
      fetch(`${url}polling&sid=unknown`),
      fetch(`${url}polling&sid=__proto__`),
      fetch(`http://127.0.0.1:${port(0)}/socket.io/`),
      fetch(`http://127.0.0.1:${port(0)}/socket.io/?EIO=3&transport=polling`),
    ]
    await Promise.allSettled(asked)
    const opened = await (await fetch(`${url}polling`)).text()
    const { sid } = JSON.parse(opened.slice(1)) as { sid: string }
    await Promise.allSettled([
      fetch(`${url}polling&sid=${sid}`, { method: 'POST', body: 'b'.repeat(100_000) }),
      fetch(`${url}polling&sid=${sid}`, { method: 'POST', body: '40\x1e2["join"]\x1e9\x1e\x1e4{' }),
      fetch(`${url}polling&sid=${sid}`, { signal: AbortSignal.timeout(100) }),
      fetch(`${url}polling&sid=${sid}`, { signal: AbortSignal.timeout(200) }),
    ])
    await socketIoClient(port(0), 'websocket', 'Ani')
  })
})
