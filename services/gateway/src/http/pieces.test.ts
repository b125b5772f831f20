import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askInPieces, cuts, loopTurns } from '../../../../infra/test/ask-in-pieces.ts'
import { createClientAddress } from '../client-address.ts'
import { registerRaceDoor } from '../uws-race-door.ts'
import { type Served, serveHttp, startEdge, type TestEdge } from './uws-http.testkit.ts'

const PROXIES = ['127.0.0.1']

let edge: TestEdge
let served: Served
beforeAll(async () => {
  edge = await startEdge()
  served = await serveHttp(edge, {
    trustedProxies: PROXIES,
    register: app => registerRaceDoor(app, edge.node, createClientAddress(PROXIES), () => undefined),
  })
})
afterAll(async () => {
  served.close()
  await edge.close()
})

const head = (line: string, ...fields: readonly string[]): string =>
  `${[line, 'Host: localhost', ...fields].join('\r\n')}\r\n\r\n`
/** Each from an address of its own, so that no budget ends. */
const from = (i: number) => `X-Forwarded-For: 203.0.113.${i}`

const BODY = '{"username":"Budi"}'
const REQUESTS = {
  GET: [(i: number) => head('GET /api/config?a=1 HTTP/1.1', from(i)), 'HTTP/1.1 200 OK'],
  'POST with a body': [
    (i: number) =>
      head(
        'POST /api/session HTTP/1.1',
        from(i),
        'Content-Type: application/json',
        `Content-Length: ${BODY.length}`,
      ) + BODY,
    'HTTP/1.1 200 OK',
  ],
  'WebSocket upgrade': [
    (i: number) =>
      head(
        'GET /ws HTTP/1.1',
        from(i),
        'Upgrade: websocket',
        'Connection: Upgrade',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version: 13',
      ),
    'HTTP/1.1 101 Switching Protocols',
  ],
} as const

describe.each(Object.entries(REQUESTS))('a %s request', (_, [request, status]) => {
  it('[HTTP-31] is answered wherever it is cut into two segments', async () => {
    const length = request(1).length
    const failed: string[] = []
    for (let i = 1; i < length; i++) {
      const [first = '', second = ''] = cuts(request(100 + (i % 100)))[i - 1] ?? []
      const answer = await askInPieces(served.port, [first, second], loopTurns)
      if (answer !== status) failed.push(`${JSON.stringify(first.slice(-20))}: ${answer}`)
    }
    expect(failed).toEqual([])
  })

  it('[HTTP-31] is answered when each byte comes by itself', async () => {
    expect(await askInPieces(served.port, [...request(1)], loopTurns)).toBe(status)
  })
})

it('[HTTP-32] HTTP/1.0 is refused with 505, and the connection ends', async () => {
  expect(await askInPieces(served.port, ['GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n'])).toBe(
    'HTTP/1.1 505 HTTP Version Not Supported',
  )
})
