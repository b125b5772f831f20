import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEdge } from './http/uws-http.testkit.ts'
import { registerDoors } from './register-doors.ts'
import { createApp, listen } from './uws-listen.ts'

const ends: (() => unknown)[] = []
const ports = { main: 0, plainChat: 0, diagnostics: 0 }
beforeAll(async () => {
  const edge = await startEdge()
  const apps = { main: createApp(), plainChat: createApp(), diagnostics: createApp() }
  const settings = {
    prefix: 'strict:',
    trustedProxies: ['127.0.0.1'],
    secureCookies: false,
    webFolder: '/nowhere',
  }
  const doors = registerDoors(apps, edge, settings, () => 0)
  for (const name of ['main', 'plainChat', 'diagnostics'] as const)
    ports[name] = (await listen(apps[name], '127.0.0.1', 0)).port
  ends.push(
    () => edge.close(),
    ...Object.values(apps).map(app => () => app.close()),
    () => doors.close(),
  )
})
afterAll(async () => {
  for (const end of ends.reverse()) await end()
})

/** Everything that a server sends until it closes the connection. */
const answerTo = (port: number, ...segments: readonly string[]) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    socket.setNoDelay(true)
    socket.on('data', bytes => {
      answer += bytes
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
    for (const segment of segments) socket.write(segment)
  })

/** The first bytes that a server sends. */
const firstOf = (port: number, request: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', reject)
    socket.once('data', bytes => {
      resolve(String(bytes))
      socket.destroy()
    })
    socket.write(request)
  })

let address = 0
const head = (line: string, ...fields: readonly string[]): string => {
  address += 1
  const from = `X-Forwarded-For: 203.0.113.${address % 250}`
  return `${[line, 'Host: localhost', from, ...fields].join('\r\n')}\r\n\r\n`
}
const statuses = (answer: string): readonly string[] => answer.match(/HTTP\/1\.1 \d+/g) ?? []

const BODY = '{"username":"Budi"}'
const CHUNKED = `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`
const JSON_BODY = 'Content-Type: application/json'
const LENGTH = `Content-Length: ${BODY.length}`
const UNCLEAR: Readonly<Record<string, readonly [fields: readonly string[], body: string]>> = {
  'two lengths': [[LENGTH, 'Content-Length: 5'], BODY],
  'one length twice': [[LENGTH, LENGTH], BODY],
  'an empty length before another': [['Content-Length:', LENGTH], BODY],
  'an empty length': [['Content-Length:'], ''],
  'a list of lengths': [['Content-Length: 19, 19'], BODY],
  'a length with a sign': [['Content-Length: +19'], BODY],
  'a length and chunks': [[LENGTH, 'Transfer-Encoding: chunked'], CHUNKED],
  'chunks and a length': [['Transfer-Encoding: chunked', LENGTH], CHUNKED],
  'an unknown encoding': [['Transfer-Encoding: gzip'], CHUNKED],
  'an encoding before chunks': [['Transfer-Encoding: gzip, chunked'], CHUNKED],
  'an encoding after chunks': [['Transfer-Encoding: chunked, identity'], CHUNKED],
  'a name that only begins so': [['Transfer-Encoding: chunkedx'], CHUNKED],
  'two encodings': [['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], CHUNKED],
  'an empty encoding': [['Transfer-Encoding:'], CHUNKED],
}
/** One of each way that a request takes through the gateway. */
const TARGETS = [
  'POST /api/session',
  'POST /socket.io/?EIO=4&transport=polling',
  'POST /ws',
  'GET /',
  'GET /api/sse',
]

describe.each(Object.entries(UNCLEAR))('a request with %s', (_, [fields, body]) => {
  it.each(TARGETS)('[TRANSPORT-14] is answered 400 at %s, and the connection ends', async target => {
    const answer = await answerTo(ports.main, head(`${target} HTTP/1.1`, JSON_BODY, ...fields) + body)
    expect(statuses(answer)).toEqual(['HTTP/1.1 400'])
  })

  it('[TRANSPORT-14] serves no request that hides behind it, in the same segment or the next one', async () => {
    const request = head('POST /api/session HTTP/1.1', JSON_BODY, ...fields) + body
    const hidden = head('GET /healthz HTTP/1.1')
    for (const segments of [[request + hidden], [request, hidden]]) {
      const answer = await answerTo(ports.main, ...segments)
      expect(statuses(answer).filter(status => status !== 'HTTP/1.1 400')).toEqual([])
    }
  })

  it('[TRANSPORT-14] makes no WebSocket', async () => {
    for (const [port, path] of DOORS()) {
      const answer = await answerTo(
        port,
        head(`GET ${path} HTTP/1.1`, ...UPGRADE, VERSION_13, ...fields) + body,
      )
      expect([path, statuses(answer)]).toEqual([path, ['HTTP/1.1 400']])
    }
  })
})

const UPGRADE = [
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
] as const
const VERSION_13 = 'Sec-WebSocket-Version: 13'
const DOORS = () =>
  [
    [ports.main, '/ws'],
    [ports.main, '/stream/Budi'],
    [ports.main, '/'],
    [ports.main, '/socket.io/?EIO=4&transport=websocket'],
    [ports.main, '/api/diagnostics'],
    [ports.plainChat, '/'],
    [ports.diagnostics, '/'],
    [ports.diagnostics, '/any/path'],
  ] as const

describe('a clear request', () => {
  it.each([
    ['a length', LENGTH, BODY],
    ['chunks', 'Transfer-Encoding: chunked', CHUNKED],
    ['chunks in other letters', 'transfer-encoding: CHUNKED', CHUNKED],
  ])('[TRANSPORT-14] with %s is served', async (_, field, body) => {
    const request = head('POST /api/session HTTP/1.1', JSON_BODY, field) + body
    expect(statuses(await firstOf(ports.main, request))).toEqual(['HTTP/1.1 200'])
  })
})

describe('a WebSocket of another version', () => {
  it.each(['8', '7', '0', '14', '013', '13, 8', ''])(
    '[TRANSPORT-15] %j is answered 426 with 13, at every door',
    async version => {
      for (const [port, path] of DOORS()) {
        const answer = await answerTo(
          port,
          head(`GET ${path} HTTP/1.1`, ...UPGRADE, `Sec-WebSocket-Version: ${version}`),
        )
        expect([path, statuses(answer)]).toEqual([path, ['HTTP/1.1 426']])
        expect(answer.toLowerCase()).toMatch(/\r\nsec-websocket-version: 13\r\n/)
      }
    },
  )

  it('[TRANSPORT-15] a WebSocket of version 13 is made at every door', async () => {
    for (const [port, path] of DOORS()) {
      const first = await firstOf(port, head(`GET ${path} HTTP/1.1`, ...UPGRADE, VERSION_13))
      expect([path, statuses(first)]).toEqual([path, ['HTTP/1.1 101']])
    }
  })
})
