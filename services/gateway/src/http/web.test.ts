import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scratchFolder } from '../../../../infra/test/scratch.ts'
import { contentSecurityPolicy } from './content-security-policy.ts'
import { ask, type Served, serveHttp, startEdge, type TestEdge } from './uws-http.testkit.ts'
import { loadWebFiles } from './web-files.ts'

const HTML = '<!doctype html><title>Ketik</title>'
const SCRIPT = `console.log('${'ketik '.repeat(200)}')`
const LARGE = Buffer.alloc(5_000_000, 'large ')
const page = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

const folder = scratchFolder()
let edge: TestEdge
let served: Served
const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  ask(served.port, path, { headers })

beforeAll(async () => {
  const web = join(folder, 'dist')
  mkdirSync(join(web, 'assets'), { recursive: true })
  const files: readonly (readonly [string, string | Buffer])[] = [
    ['dist/index.html', HTML],
    ['dist/assets/main-x1.js', SCRIPT],
    ['dist/assets/main-x1.js.br', brotliCompressSync(SCRIPT)],
    ['dist/assets/main-x1.js.gz', gzipSync(SCRIPT)],
    ['dist/assets/large-x1.woff2', LARGE],
    ['dist/icon.svg', '<svg/>'],
    ['dist/.hidden.json', '{}'],
    ['secret.txt', 'secret'],
  ]
  for (const [path, contents] of files) writeFileSync(join(folder, path), contents)
  symlinkSync(join(folder, 'secret.txt'), join(web, 'linked.txt'))
  edge = await startEdge()
  served = await serveHttp(edge, { webFolder: web })
})

afterAll(async () => {
  served.close()
  await edge.close()
})

describe('[HTTP-22] a file', () => {
  it('[HTTP-22] comes as brotli, gzip or plain, whichever the client takes', async () => {
    const plain = await get('/assets/main-x1.js')
    expect(plain.bytes.toString()).toBe(SCRIPT)
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(plain.headers['content-type']).toBe('text/javascript; charset=utf-8')
    const br = await get('/assets/main-x1.js', { 'accept-encoding': 'gzip, deflate, br' })
    expect(br.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' })
    expect(brotliDecompressSync(br.bytes).toString()).toBe(SCRIPT)
    const gzip = await get('/assets/main-x1.js', { 'accept-encoding': 'br;q=0, gzip;q=0.5' })
    expect(gzip.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(gzip.bytes).toString()).toBe(SCRIPT)
    const identity = await get('/assets/main-x1.js', { 'accept-encoding': 'identity, br;q=0.5' })
    expect(identity.headers['content-encoding']).toBeUndefined()
  })

  it('[HTTP-22] that the client has already is not sent again', async () => {
    const { headers } = await get('/assets/main-x1.js', { 'accept-encoding': 'br' })
    const again = (tag: string) =>
      get('/assets/main-x1.js', { 'accept-encoding': 'br', 'if-none-match': tag })
    for (const tag of [`${headers.etag}`, `"other", W/${headers.etag}`, '*']) {
      const { status, bytes, headers: kept } = await again(tag)
      expect([status, bytes.length, kept.etag]).toEqual([304, 0, headers.etag])
      expect(kept['content-length']).toBeUndefined()
    }
    expect((await again('"other"')).status).toBe(200)
    const plain = await get('/assets/main-x1.js', { 'if-none-match': `${headers.etag}` })
    expect(plain.status).toBe(200) // each form has a tag of its own
  })

  it('[HTTP-22] that is large comes whole, and its length without it on HEAD', async () => {
    const { bytes, headers } = await get('/assets/large-x1.woff2')
    expect(bytes.equals(LARGE)).toBe(true)
    expect(headers['content-type']).toBe('font/woff2')
    const head = await ask(served.port, '/assets/large-x1.woff2', { method: 'HEAD' })
    expect([head.headers['content-length'], head.bytes.length]).toEqual([`${LARGE.length}`, 0])
    expect(served.http.liveRequests()).toBe(0)
  })
})

it('[HTTP-23] files named by their contents are kept for a year, pages never, all others asked for again', async () => {
  const control = async (path: string) => (await get(path, page)).headers['cache-control']
  expect(await control('/assets/main-x1.js')).toBe('public, max-age=31536000, immutable')
  for (const path of ['/', '/index.html', '/race/r1']) expect(await control(path)).toBe('no-cache, no-store')
  expect(await control('/icon.svg')).toBe('no-cache')
})

it.each([
  ['a script', { accept: '*/*', 'sec-fetch-dest': 'script' }],
  ['a page', page],
])('[HTTP-35] an asset of an earlier build is 404 and not kept, asked for as %s', async (_, headers) => {
  for (const method of ['GET', 'HEAD']) {
    const answer = await ask(served.port, '/assets/main-x0.js', { method, headers })
    expect([answer.status, answer.headers['cache-control']]).toEqual([404, 'no-store'])
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(answer.headers.etag).toBeUndefined()
  }
})

describe('[HTTP-24] a page', () => {
  it.each([
    '/',
    '/race/r1',
    '/diagnostics',
    '/players/a.b',
    '/room/x?seats=3',
    '/players/%F0%9F%98%80',
    '/%',
  ])('[HTTP-24] is index.html at %s', async path => {
    const answer = await get(path, page)
    expect([answer.status, answer.bytes.toString()]).toEqual([200, HTML])
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
    })
  })

  it('[HTTP-24] is not what a missing file is', async () => {
    const missing = [await get('/assets/main-x2.js', page), await get('/icon.png', { accept: 'image/*' })]
    expect(missing.map(({ status }) => status)).toEqual([404, 404])
    expect(missing[0]?.json()).toMatchObject({ type: 'error', code: 'not_found' })
  })
})

describe('[HTTP-25] the policy of a page', () => {
  it('[HTTP-25] lets it talk to its own origin alone', async () => {
    const { headers } = await get('/', { host: 'ketik.example:8080' })
    const rules = `${headers['content-security-policy']}`.split('; ')
    expect(rules).toEqual([
      "default-src 'self'",
      "connect-src 'self' ws://ketik.example:8080 wss://ketik.example:8080",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ])
    expect((await get('/icon.svg')).headers['content-security-policy']).toBeUndefined()
  })

  it('[HTTP-25] takes nothing from a Host header that it cannot name', () => {
    for (const host of [
      '[::1]:8080',
      '',
      "x; script-src 'unsafe-inline'",
      'a b',
      'x:y',
      "'self'",
      '*',
      'evil/..',
    ]) {
      expect(contentSecurityPolicy(host)).toContain("connect-src 'self';")
    }
  })
})

it.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/..%5c..%5csecret.txt',
  '//secret.txt',
  '/linked.txt',
  '/.hidden.json',
  '/assets/main-x1.js.br',
  '/index.html%00.txt',
])('[HTTP-26] nothing but the files of the client is read: %s', async path => {
  expect((await get(path)).status).toBe(404)
})

it('[HTTP-27] says how to build the client when there is none', async () => {
  for (const webFolder of [undefined, join(folder, 'nowhere')]) {
    const bare = await serveHttp(edge, { webFolder })
    const answer = await ask(bare.port, '/race/r1', { headers: page })
    bare.close()
    expect(answer.status).toBe(503)
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(answer.bytes.toString()).toContain('npm start')
  }
})

it('[HTTP-28] refuses to start with a client too large to keep in memory', () => {
  const large = scratchFolder()
  writeFileSync(join(large, 'a.bin'), Buffer.alloc(9_000_000))
  expect(loadWebFiles(large).size).toBe(1)
  writeFileSync(join(large, 'b.bin'), Buffer.alloc(9_000_000))
  expect(() => loadWebFiles(large)).toThrow('larger than')
})
