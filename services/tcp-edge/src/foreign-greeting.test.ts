import { describe, expect, it } from 'vitest'
import { foreignGreeting } from './foreign-greeting.ts'

const REQUESTS = [
  'GET / HTTP/1.1',
  'HEAD /stream/Budi HTTP/1.1',
  'POST / HTTP/1.1',
  'PUT /a?b=c HTTP/1.1',
  'OPTIONS * HTTP/1.1',
  'OPTIONS / HTTP/1.1',
  'CONNECT ketik.example:443 HTTP/1.1',
  'PRI * HTTP/2.0',
  'GET http://ketik.example:5001/ HTTP/1.1',
  'PROPFIND / HTTP/1.0',
  '\r\nGET / HTTP/1.1',
]
const HONEST = [
  'GET',
  'POST',
  'GET\n',
  'GET /\n',
  'POST HTTP\n',
  'GETGET: halo',
  'GETGET: / HTTP/1.1',
  'AniAni : GET / HTTP/1.1',
  'BUDIBUDI: GET / HTTP/1.1 itu apa?',
  'Budi\nGET / HTTP/1.1\n',
  'CONNECT\nhalo HTTP/1.1\n',
  '{"type":"login","username":"GET / HTTP/1.1"}\n',
  ' GET / HTTP/1.1\n',
  'Zoë\n',
  '\u0016halo',
  '\n',
  '',
]

describe('the first line of a connection', () => {
  it.each(REQUESTS)('[TRANSPORT-3] %j is HTTP, and no part of it is before its version', line => {
    for (let length = 0; length < line.length; length++) {
      const begun = line.slice(0, length)
      const expected = /HTTP\/\d/.test(begun) ? 'http_request' : 'undecided'
      expect([begun, foreignGreeting(Buffer.from(begun))]).toEqual([begun, expected])
    }
    expect(foreignGreeting(Buffer.from(`${line}\r\nHost: ketik\r\n`))).toBe('http_request')
  })

  it('[TRANSPORT-3] a request with a long target is HTTP before its version comes', () => {
    expect(foreignGreeting(Buffer.from(`GET /${'a'.repeat(2_000)}`))).toBe('http_request')
  })

  it('[TRANSPORT-3] two bytes tell a handshake of TLS', () => {
    expect(foreignGreeting(Buffer.from([0x16]))).toBe('undecided')
    for (const minor of [1, 3, 4]) {
      expect(foreignGreeting(Buffer.from([0x16, 0x03, minor, 0x02, 0x00]))).toBe('tls_hello')
    }
  })

  it.each(HONEST)('[TRANSPORT-4] %j is neither', text => {
    for (let length = 0; length <= text.length; length++) {
      expect(['none', 'undecided']).toContain(foreignGreeting(Buffer.from(text.slice(0, length))))
    }
  })

  it('[TRANSPORT-4] is decided within 8 KiB', () => {
    expect(foreignGreeting(Buffer.from('A'.repeat(8 * 1024)))).toBe('none')
  })
})
