import { request } from 'node:http'
import { afterEach, expect, it } from 'vitest'
import { createAddressRule, createClientAddress } from './client-address.ts'
import { createApp, listen } from './uws-listen.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** A server on all addresses that answers with whose connection it takes a request for. */
const serve = async (trustedProxies: readonly string[]): Promise<number> => {
  const app = createApp()
  const clientAddress = createClientAddress(trustedProxies)
  app.any('/*', (response, asked) => {
    response.end(clientAddress(response, asked))
  })
  ends.push(() => app.close())
  return (await listen(app, '::', 0)).port
}

const askAs = (port: number, host: string, forwardedFor?: string) =>
  new Promise<string>((resolve, reject) => {
    const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }
    request({ port, host, headers, agent: false }, async response => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk)
      resolve(Buffer.concat(chunks).toString())
    })
      .on('error', reject)
      .end()
  })

it('[FAULT-20] a peer over IPv4 is its IPv4 address on a server that listens on IPv6', async () => {
  const port = await serve([])
  expect(await askAs(port, '127.0.0.1')).toBe('127.0.0.1')
  expect(await askAs(port, '::1')).toBe('::1')
  expect(await askAs(port, '127.0.0.1', '203.0.113.7')).toBe('127.0.0.1')
})

it.each([
  ['127.0.0.1', '127.0.0.1'],
  ['127.0.0.0/8', '127.0.0.1'],
  ['::ffff:127.0.0.1', '127.0.0.1'],
  ['::ffff:127.0.0.0/104', '127.0.0.1'],
  ['[::ffff:7f00:1]', '127.0.0.1'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['[::1]', '::1'],
])('[HTTP-21] TRUSTED_PROXIES=%s trusts the proxy at %s', async (trusted, host) => {
  const port = await serve([trusted])
  expect(await askAs(port, host, '203.0.113.7')).toBe('203.0.113.7')
})

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['203.0.113.7:51234', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['[::ffff:203.0.113.7]:51234', '203.0.113.7'],
  ['2001:DB8::0001', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['[2001:db8::1]:51234', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['198.51.100.1, 203.0.113.7:51234', '203.0.113.7'],
  ['unknown', '127.0.0.1'],
  ['203.0.113.7,', '127.0.0.1'],
  ['203.0.113.7:port', '127.0.0.1'],
  ['010.0.0.1', '127.0.0.1'],
])('[HTTP-21] X-Forwarded-For: %s names %s', async (header, address) => {
  const port = await serve(['127.0.0.1'])
  expect(await askAs(port, '127.0.0.1', header)).toBe(address)
  // Socket.IO has peer and header as text.
  expect(createAddressRule(['127.0.0.1'])('0000:0000:0000:0000:0000:ffff:7f00:0001', header)).toBe(address)
})
