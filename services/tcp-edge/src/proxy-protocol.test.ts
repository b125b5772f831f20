import { describe, expect, it } from 'vitest'
import { localHeader, proxyHeader, rawHeader } from './proxy-protocol.testkit.ts'
import { PROXY_HEADER_BYTES_MAX, readProxyHeader } from './proxy-protocol.ts'

describe('a PROXY header', () => {
  it('[PROXY-1] names an IPv4 client, and says where the header ends', () => {
    const header = proxyHeader('203.0.113.7')
    expect(readProxyHeader(Buffer.concat([header, Buffer.from('{}\n')]))).toEqual({
      state: 'complete',
      bytes: header.length,
      source: '203.0.113.7',
    })
  })

  it('[PROXY-1] names an IPv6 client in the shortest form, and IPv4 inside IPv6 as IPv4', () => {
    expect(readProxyHeader(proxyHeader('2001:db8:0:0:0:0:0:1'))).toMatchObject({ source: '2001:db8::1' })
    expect(readProxyHeader(proxyHeader('::ffff:cb00:7107'))).toMatchObject({ source: '203.0.113.7' })
  })

  it('[PROXY-1] may carry more than addresses', () => {
    const header = proxyHeader('203.0.113.7', Buffer.alloc(300, 4))
    expect(readProxyHeader(header)).toMatchObject({ bytes: header.length, source: '203.0.113.7' })
  })

  it('[PROXY-2] of the proxy itself names nobody', () => {
    expect(readProxyHeader(localHeader())).toEqual({ state: 'complete', bytes: 16, source: undefined })
    const unix = rawHeader(0x21, 0x31, Buffer.alloc(216))
    expect(readProxyHeader(unix)).toMatchObject({ state: 'complete', source: undefined })
  })

  it('[PROXY-3] is incomplete at every cut', () => {
    const header = proxyHeader('2001:db8::1')
    for (let end = 0; end < header.length; end++) {
      expect(readProxyHeader(header.subarray(0, end))).toEqual({ state: 'incomplete' })
    }
  })

  it.each([
    ['no header at all', Buffer.from('{"type":"login"}'), 'no signature'],
    ['a first byte that cannot be one', Buffer.from('N'), 'no signature'],
    ['version 1', Buffer.from('PROXY TCP4 203.0.113.7 192.0.2.1 4000 50000\r\n'), 'no signature'],
    ['version 3', rawHeader(0x31, 0x11, Buffer.alloc(12)), 'another version'],
    ['an unknown command', rawHeader(0x22, 0x11, Buffer.alloc(12)), 'an unknown command'],
    ['IPv4 addresses cut short', rawHeader(0x21, 0x11, Buffer.alloc(11)), 'addresses cut short'],
    ['IPv6 addresses cut short', rawHeader(0x21, 0x21, Buffer.alloc(35)), 'addresses cut short'],
  ])('[PROXY-4] is malformed: %s', (_, bytes, why) => {
    expect(readProxyHeader(bytes)).toEqual({ state: 'malformed', why })
  })

  it('[PROXY-4] that says it is too long is malformed before it has come', () => {
    const header = rawHeader(0x21, 0x11, Buffer.alloc(PROXY_HEADER_BYTES_MAX))
    expect(readProxyHeader(header.subarray(0, 16))).toEqual({ state: 'malformed', why: 'too long' })
  })
})
