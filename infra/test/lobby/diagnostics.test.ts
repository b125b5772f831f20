import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { metrics } from '@ketik/runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startCluster, type TestCluster } from '../cluster.ts'
import { Ear } from './ear.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({ gateways: 1, matchmakers: 0 })
})
afterAll(() => cluster.close())

const ports = () => cluster.gateways[0]?.ports ?? {}

type Told = { readonly message: string; readonly sentAt: number; readonly afterMs: number }

/** A client of contract D and when it was told what. */
const measure = (name: string) => {
  const ear = new Ear(name)
  const began = performance.now()
  const told: Told[] = []
  return {
    ear,
    told,
    hear: (json: string) => {
      const { message, sentAt, ...rest } = JSON.parse(json) as Told
      expect(rest).toEqual({})
      told.push({ message, sentAt, afterMs: performance.now() - began })
      ear.hear(message)
    },
  }
}

const overWebSocket = async () => {
  const client = measure('websocket')
  const socket = new WebSocket(`ws://127.0.0.1:${ports()['diagnostics']}/`)
  socket.on('message', data => client.hear(String(data)))
  socket.on('close', code => client.ear.ended(code))
  await once(socket, 'open')
  return { ...client, socket }
}

const overSse = async () => {
  const client = measure('sse')
  const ending = new AbortController()
  const answer = await fetch(`http://127.0.0.1:${ports()['http']}/api/sse`, { signal: ending.signal })
  const read = async () => {
    let pending = ''
    for await (const chunk of answer.body ?? []) {
      const events = (pending + Buffer.from(chunk).toString()).split('\n\n')
      pending = events.pop() ?? ''
      for (const event of events) client.hear(event.replace(/^data: /, ''))
    }
  }
  read().then(
    () => client.ear.ended('end'),
    () => client.ear.ended('end'),
  )
  return { ...client, answer, close: () => ending.abort() }
}

const STATUS =
  /^(\d+) connections, 0 races on this node, Redis answers in \d+\.\d ms, event loop late by \d+\.\d ms \(p99\)$/

/** How many were closed for not reading. */
const closings = async (): Promise<number> => {
  const { values } = await metrics.connectionsClosed.get()
  return values.find(({ labels }) => labels.reason === 'too_slow')?.value ?? 0
}

describe('diagnostics over WebSocket and SSE at once', () => {
  let began = 0
  let socket: Awaited<ReturnType<typeof overWebSocket>>
  let sse: Awaited<ReturnType<typeof overSse>>
  const messages = (told: readonly Told[]) => told.map(({ message }) => message)

  beforeAll(async () => {
    began = Date.now()
    socket = await overWebSocket()
    sse = await overSse()
    socket.socket.send('halo "dunia" 你好')
    await Promise.all([socket.ear.until('WebSocket Message 3'), sse.ear.until('SSE Message 3')])
    await socket.ear.count(text => STATUS.test(text), 2)
    socket.socket.close()
    sse.close()
  })

  it('[DIAG-1] the greeting comes first, and every message has its cluster time', () => {
    expect(messages(socket.told)[0]).toBe('WebSocket connection established')
    expect(messages(sse.told)[0]).toBe('SSE connection established')
    for (const { told } of [socket, sse]) {
      const instants = told.map(({ sentAt }) => sentAt)
      for (const sentAt of instants) {
        expect(sentAt).toBeGreaterThanOrEqual(began)
        expect(sentAt).toBeLessThanOrEqual(Date.now())
      }
      expect(instants).toEqual(instants.toSorted((a, b) => a - b))
    }
  })

  it('[DIAG-2] no numbered message is early', () => {
    for (const { told } of [socket, sse]) {
      for (const { message, afterMs } of told) {
        const n = /^(?:WebSocket|SSE) Message (\d)$/.exec(message)?.[1]
        // How late it may be is a matter of metronome.test.ts, which has a clock of its own.
        if (n !== undefined) expect(afterMs).toBeGreaterThan(Number(n) * 2_000 - 5)
      }
    }
  })

  it('[DIAG-3] the status is true: both of these are connections, and no other is', () => {
    expect(STATUS.exec(socket.told.at(-1)?.message ?? '')?.[1]).toBe('2')
  })

  it('[DIAG-4] a text is echoed, and nothing else comes between the messages', () => {
    expect(messages(socket.told)).toEqual([
      'WebSocket connection established',
      'Echo: halo "dunia" 你好',
      'WebSocket Message 1',
      expect.stringMatching(STATUS),
      'WebSocket Message 2',
      'WebSocket Message 3',
      expect.stringMatching(STATUS),
    ])
  })

  it('[DIAG-8] SSE has the same messages, for any page', () => {
    expect(sse.answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(sse.answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(messages(sse.told).filter(message => !STATUS.test(message))).toEqual([
      'SSE connection established',
      'SSE Message 1',
      'SSE Message 2',
      'SSE Message 3',
    ])
  })
})

describe('diagnostics', () => {
  it.each(['/', '/ws', '/latency?room=1', '/a/b/c', '/ws/', '/%20'])(
    '[DIAG-11] the WebSocket is at every path: %s',
    async path => {
      const socket = new WebSocket(`ws://127.0.0.1:${ports()['diagnostics']}${path}`)
      const [first] = (await once(socket, 'message')) as [Buffer]
      expect(JSON.parse(String(first))).toEqual({
        message: 'WebSocket connection established',
        sentAt: expect.any(Number),
      })
      socket.close()
      await once(socket, 'close')
    },
  )

  it('[DIAG-9] texts beyond the budget are not answered, a flood and a long text are closed, others go on', async () => {
    const other = await overWebSocket()
    const flood = await overWebSocket()
    for (let i = 0; i < 1_200; i++) flood.socket.send(`${i}`)
    expect(await flood.ear.closed()).toBe(4400)
    expect(flood.told.length).toBeLessThan(200)
    const long = await overWebSocket()
    long.socket.send('a'.repeat(9_000))
    expect(await long.ear.closed()).toBe(4413)
    await other.ear.until('WebSocket Message 1')
    other.socket.close()
  })

  it('[DIAG-9] a client that reads nothing of its stream is ended', async () => {
    const other = await overWebSocket()
    const deaf = connect(ports()['diagnostics'] ?? 0, '127.0.0.1')
    deaf.write(
      'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    )
    deaf.on('error', () => undefined)
    await once(deaf, 'data')
    deaf.pause()
    // Echoes of 8 KiB, within the budget and never read, fill what the system keeps for it; then the limit.
    const text = Buffer.alloc(8_000, 'a')
    const header = Buffer.from([0x81, 0xfe, text.length >> 8, text.length & 0xff, 0, 0, 0, 0])
    const before = await closings()
    for (let i = 0; i < 3_000 && (await closings()) === before; i++) {
      deaf.write(Buffer.concat([header, text]))
      await pause(i < 100 ? 1 : 20)
    }
    expect(await closings()).toBe(before + 1)
    deaf.destroy()
    await other.ear.until('WebSocket Message 1')
    other.socket.close()
  })

  it('[DIAG-7] a node that stops ends them with a code that lets them come back', async () => {
    const more = await cluster.addGateway()
    const socket = new WebSocket(`ws://127.0.0.1:${more.ports['diagnostics']}/`)
    await once(socket, 'message')
    const sse = await fetch(`http://127.0.0.1:${more.ports['http']}/api/sse`)
    const ended = once(socket, 'close')
    const body = sse.text()
    await more.close()
    expect((await ended)[0]).toBe(1012)
    expect(await body).toContain('SSE connection established')
  })
})
