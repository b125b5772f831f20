import { connect } from 'node:net'
import { metrics } from '@ketik/runtime'
import { proxyHeader } from '@ketik/tcp-edge/proxy-protocol.testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { loggedIn, type Player } from '../player.ts'
import { everyoneGone, nickClient, openedPlayer } from './clients.ts'

/** One edge that is reached straight, and one behind a proxy, of the same cluster. */
let straight: TestCluster
let proxied: TestCluster
let witness: Player
beforeAll(async () => {
  straight = await startCluster({ gateways: 1, edges: 1, matchmakers: 0 })
  const { redisUrl, prefix, databaseUrl } = straight
  proxied = await startCluster({
    gateways: 0,
    edges: 1,
    matchmakers: 0,
    redisUrl,
    prefix,
    databaseUrl,
    edge: { proxies: ['127.0.0.0/8'] },
  })
  witness = await openedPlayer(loggedIn(straight.connect({ over: 'websocket', node: 0 }, 'Saksi')))
})
afterAll(async () => {
  await everyoneGone(straight.gateways[0]?.ports['http'] ?? 0)
  await proxied.close()
  await straight.close()
})

const HEADER = proxyHeader('203.0.113.7')
const DOORS = () =>
  [straight, proxied].flatMap(cluster =>
    (['race', 'nick'] as const).map(door => ({
      door,
      port: cluster.edges[0]?.ports[door] ?? 0,
      before: cluster === proxied ? HEADER : Buffer.alloc(0),
    })),
  )

/** Everything that a door sends until it closes the connection. */
const answerTo = (port: number, segments: readonly Buffer[]) =>
  new Promise<string>(resolve => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let answer = ''
    socket.on('data', bytes => {
      answer += bytes
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(answer))
    const next = (i: number) => {
      const segment = segments[i]
      if (segment !== undefined && !socket.destroyed) socket.write(segment, () => setImmediate(next, i + 1))
    }
    socket.once('connect', () => next(0))
  })

const closedFor = async (reason: string): Promise<number> =>
  (await metrics.connectionsClosed.get()).values.find(({ labels }) => labels.reason === reason)?.value ?? 0

/** What a page puts behind its request: messages of each door. */
const HIDDEN = [
  '{"type":"login","username":"Palsu"}',
  '{"type":"chat","text":"pesan palsu"}',
  'Palsu',
  'Palsu: pesan palsu',
  '',
].join('\n')
const LINES = [
  'GET / HTTP/1.1',
  'HEAD / HTTP/1.1',
  'POST / HTTP/1.1',
  'PUT /stream/Budi HTTP/1.1',
  'OPTIONS * HTTP/1.1',
  'CONNECT ketik.example:443 HTTP/1.1',
  'PRI * HTTP/2.0',
]

const splits = (before: Buffer, request: Buffer): readonly (readonly Buffer[])[] => [
  [Buffer.concat([before, request])],
  [before, request.subarray(0, 3), request.subarray(3)],
  [Buffer.concat([before, request.subarray(0, 1)]), request.subarray(1, 9), request.subarray(9)],
  [before, ...[...request].map(byte => Buffer.from([byte]))],
]

const isUnheard = () => {
  const heard = JSON.stringify(witness.heard.map(({ message }) => message))
  expect(heard).not.toContain('Palsu')
  expect(heard).not.toContain('pesan palsu')
}

describe('a page in a browser', () => {
  it.each(LINES)(
    '[TRANSPORT-3] that sends %j is cut off at both TCP doors, however its request is split',
    async line => {
      const request = Buffer.from(`${line}\r\nHost: ketik\r\nContent-Type: text/plain\r\n\r\n${HIDDEN}`)
      for (const { door, port, before } of DOORS()) {
        for (const segments of splits(before, request)) {
          const closed = await closedFor('http_request')
          const answer = await answerTo(port, segments)
          // What comes 30 ms before the rest is a nickname at the NICK door: nothing shows yet that it is not.
          if (door === 'race' || segments.length === 1) expect(answer.replace(/^NICK/, '')).toBe('')
          else expect(answer).not.toContain('HTTP/')
          expect(await closedFor('http_request')).toBe(closed + 1)
        }
      }
      isUnheard()
    },
  )

  it('[TRANSPORT-3] that asks over TLS is cut off at a port without it', async () => {
    const hello = Buffer.concat([
      Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]),
      Buffer.from(`\n${HIDDEN}`),
    ])
    for (const { door, port, before } of DOORS()) {
      for (const segments of [
        [Buffer.concat([before, hello])],
        [before, hello.subarray(0, 1), hello.subarray(1)],
      ]) {
        const closed = await closedFor('tls_hello')
        const answer = await answerTo(port, segments)
        expect([door, answer.replace(/^NICK/, '')]).toEqual([door, ''])
        expect(await closedFor('tls_hello')).toBe(closed + 1)
      }
    }
    isUnheard()
  })
})

describe('a person', () => {
  it.each(['GET', 'POST', 'PRI'])('[TRANSPORT-4] may be called %s, and talk about HTTP', async nick => {
    const client = await nickClient(straight.edges[0]?.ports['nick'] ?? 0, nick)
    for (const text of ['GET / HTTP/1.1', '/ HTTP/1.1 itu apa?']) {
      client.send(`${nick}: ${text}`)
      expect(await client.ear.until(line => line.startsWith(`${nick}: `))).toBe(`${nick}: ${text}`)
    }
    client.close()
    await client.ear.closed()
  })

  it('[TRANSPORT-4] may say so in a race as well', async () => {
    const player = await openedPlayer(loggedIn(straight.connect({ over: 'tcp', node: 0 }, 'GET')))
    player.send({ type: 'chat', text: 'GET / HTTP/1.1' })
    await player.next(({ text }) => text === 'GET / HTTP/1.1')
    player.close()
  })
})
