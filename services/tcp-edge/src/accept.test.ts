import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { createLog } from '@ketik/runtime'
import { afterEach, describe, expect, it } from 'vitest'
import { type AcceptSettings, createAccept } from './accept.ts'
import { localHeader, proxyHeader } from './proxy-protocol.testkit.ts'

const loopback = ['127.0.0.0/8']
const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

describe('a door behind a proxy', () => {
  it('[PROXY-1] opens for the client that the header names and hands on the bytes after it', async () => {
    const port = await echo({ proxies: loopback })
    expect(await answer(port, [Buffer.concat([proxyHeader('203.0.113.7'), Buffer.from('hello')])])).toBe(
      '203.0.113.7 hello',
    )
  })

  it('[PROXY-3] takes a header that comes byte by byte', async () => {
    const port = await echo({ proxies: loopback })
    const bytes = [...proxyHeader('2001:db8::1')].map(byte => Buffer.from([byte]))
    expect(await answer(port, [...bytes, Buffer.from('hello')])).toBe('2001:db8::1 hello')
  })

  it('[PROXY-2] opens for the proxy itself', async () => {
    const port = await echo({ proxies: loopback })
    expect(await answer(port, [localHeader(), Buffer.from('hello')])).toBe('127.0.0.1 hello')
  })

  it('[PROXY-4] closes on anything but a header, without opening', async () => {
    const port = await echo({ proxies: loopback })
    expect(await answer(port, [Buffer.from('{"type":"login"}\n')])).toBe('')
  })

  it('[PROXY-5] closes on a header that does not end in time', async () => {
    const port = await echo({ proxies: loopback, greetingMs: 50 })
    expect(await answer(port, [proxyHeader('203.0.113.7').subarray(0, 20)])).toBe('')
  })

  it('[PROXY-6] closes on a peer that is no trusted proxy', async () => {
    const port = await echo({ proxies: ['192.0.2.0/24'] })
    expect(await answer(port, [proxyHeader('203.0.113.7')])).toBe('')
  })

  it('[PROXY-6] does not start with a network that is none', () => {
    expect(() => createAccept({ proxies: ['the proxy'] }, log)).toThrow(/TRUSTED_PROXIES: the proxy/)
  })

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['64:ff9b::cb00:7107', '203.0.113.7'],
    ['2001:db8:0:0:0:0:0:1', '2001:db8::1'],
  ])('[FAULT-20] a header that names %s opens for %s', async (source, address) => {
    const port = await echo({ proxies: loopback })
    expect(await answer(port, [proxyHeader(source), Buffer.from('hello')])).toBe(`${address} hello`)
  })

  it.each(['127.0.0.1', '::ffff:127.0.0.1', '::ffff:127.0.0.0/104', '[::ffff:7f00:1]'])(
    '[FAULT-20] TRUSTED_PROXIES=%s trusts the proxy at 127.0.0.1',
    async trusted => {
      for (const host of ['127.0.0.1', '::']) {
        const port = await echo({ proxies: [trusted] }, host)
        expect(await answer(port, [proxyHeader('203.0.113.7'), Buffer.from('hello')])).toBe(
          '203.0.113.7 hello',
        )
      }
    },
  )

  it('[PROXY-7] survives a peer that goes before the header is whole', async () => {
    const port = await echo({ proxies: loopback })
    const socket = connect(port, '127.0.0.1', () => socket.resetAndDestroy())
    await once(socket, 'close')
    expect(await answer(port, [proxyHeader('203.0.113.7'), Buffer.from('hello')])).toBe('203.0.113.7 hello')
  })
})

it('[FAULT-20] a peer over IPv4 is its IPv4 address at a door that listens on IPv6', async () => {
  const port = await echo({}, '::')
  expect(await answer(port, [Buffer.from('hello')])).toBe('127.0.0.1 hello')
})

describe('a door with a certificate', () => {
  const tls = selfSigned()

  it('[PROXY-8] speaks TLS', async () => {
    const port = await echo({ tls })
    const socket = connectTls({ port, host: '127.0.0.1', ca: tls.cert, checkServerIdentity: () => undefined })
    expect(await converse(socket, [Buffer.from('hello')])).toBe('127.0.0.1 hello')
  })

  it('[PROXY-8] speaks TLS behind a PROXY header', async () => {
    const port = await echo({ tls, proxies: loopback })
    const plain = connect(port, '127.0.0.1')
    await new Promise(resolve => plain.write(proxyHeader('203.0.113.7'), resolve))
    const socket = connectTls({ socket: plain, ca: tls.cert, checkServerIdentity: () => undefined })
    expect(await converse(socket, [Buffer.from('hello')])).toBe('203.0.113.7 hello')
  })

  it('[PROXY-8] speaks TLS when header and handshake arrive in one segment', async () => {
    const port = await echo({ tls, proxies: loopback })
    const plain = connect(port, '127.0.0.1')
    plain.cork()
    plain.write(proxyHeader('203.0.113.7'))
    const socket = connectTls({ socket: plain, ca: tls.cert, checkServerIdentity: () => undefined })
    setImmediate(() => plain.uncork())
    expect(await converse(socket, [Buffer.from('hello')])).toBe('203.0.113.7 hello')
  })

  it('[TRANSPORT-3] closes on a request of HTTP within TLS', async () => {
    const port = await echo({ tls })
    const socket = connectTls({ port, host: '127.0.0.1', ca: tls.cert, checkServerIdentity: () => undefined })
    expect(await converse(socket, [Buffer.from('GET / HTTP/1.1\r\n')])).not.toContain('GET')
  })

  it('[PROXY-5] closes on a handshake that does not come', async () => {
    const port = await echo({ tls, greetingMs: 50 })
    expect(await answer(port, [])).toBe('')
  })

  it('[PROXY-8] closes on plain text', async () => {
    const port = await echo({ tls })
    expect(await answer(port, [Buffer.from('{"type":"login"}\n')])).not.toContain('login')
  })
})

const log = createLog('test', 'silent')

/** A door that answers the first bytes with the address it was told and those bytes. */
const echo = async (settings: AcceptSettings, host = '127.0.0.1'): Promise<number> => {
  const server = createAccept(
    settings,
    log,
  )((socket, address) => {
    socket.on('error', () => socket.destroy())
    socket.on('data', chunk => socket.end(`${address} ${chunk}`))
  })
  ends.push(() => server.close())
  server.listen(0, host)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const answer = (port: number, writes: readonly Buffer[]): Promise<string> =>
  converse(connect({ port, host: '127.0.0.1', noDelay: true }), writes)

/** Writes each buffer in a turn of its own, and answers all that came until the end. */
const converse = async (socket: Socket, writes: readonly Buffer[]): Promise<string> => {
  ends.push(() => socket.destroy())
  const chunks: Buffer[] = []
  socket.on('error', () => {})
  socket.on('data', chunk => chunks.push(chunk))
  const closed = new Promise(resolve => socket.once('close', resolve))
  for (const bytes of writes) {
    await new Promise(resolve => socket.write(bytes, resolve))
    await new Promise(setImmediate)
  }
  await closed
  return Buffer.concat(chunks).toString()
}

function selfSigned(): { readonly cert: string; readonly key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'ketik-test-tls-'))
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  execFileSync(
    'openssl',
    [...request, '-subj', '/CN=localhost', '-days', '1', '-keyout', key, '-out', cert],
    {
      stdio: 'ignore',
    },
  )
  const pems = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
  rmSync(folder, { recursive: true })
  return pems
}
