import type { TemplatedApp } from 'uWebSockets.js'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startAdminServer } from '@ketik/runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, startEdge } from './http/uws-http.testkit.ts'
import { registerDoors } from './register-doors.ts'
import { createApp, listen } from './uws-listen.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']
const READ = ['GET', 'HEAD']
/** What the main port serves outside the table of routes, by the path that a router knows. */
const OUTSIDE: Readonly<Record<string, readonly string[]>> = {
  '/api/sse': READ,
  '/socket.io/socket.io.js': READ,
  '/socket.io/socket.io.min.js': READ,
  '/socket.io/socket.io.esm.min.js': READ,
  '/socket.io/': ['GET', 'POST', 'OPTIONS'],
  // WebSocket upgrades; any other request there is one of the web client's.
  '/': READ,
  '/ws': READ,
  '/stream/:username': READ,
  '/*': READ,
}

/** Takes upgrades alone. */
const UPGRADES = '/api/diagnostics'

const ends: (() => unknown)[] = []
const registered = new Set<string>()
const ports = { main: 0, plainChat: 0, diagnostics: 0, admin: 0 }

/** Notes each path that is registered with the app. */
const noting = (app: TemplatedApp): TemplatedApp =>
  new Proxy(app, {
    get: (target, name) => {
      const method = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      return (...given: unknown[]) => {
        if (typeof given[0] === 'string' && given[0].startsWith('/')) registered.add(given[0])
        const result = method.apply(target, given)
        return result === target ? noting(target) : result
      }
    },
  })

beforeAll(async () => {
  const webFolder = mkdtempSync(join(tmpdir(), 'ketik-methods-'))
  writeFileSync(join(webFolder, 'index.html'), '<!doctype html>')
  const edge = await startEdge()
  const apps = { main: createApp(), plainChat: createApp(), diagnostics: createApp() }
  const settings = { prefix: 'methods:', trustedProxies: ['127.0.0.1'], secureCookies: false, webFolder }
  const doors = registerDoors({ ...apps, main: noting(apps.main) }, edge, settings, () => 0)
  for (const name of ['main', 'plainChat', 'diagnostics'] as const)
    ports[name] = (await listen(apps[name], '127.0.0.1', 0)).port
  const admin = await startAdminServer('127.0.0.1', 0)
  ports.admin = admin.port
  ends.push(
    () => rmSync(webFolder, { recursive: true }),
    () => edge.close(),
    ...Object.values(apps).map(app => () => app.close()),
    () => doors.close(),
    () => admin.close(),
  )
})
afterAll(async () => {
  for (const end of ends.reverse()) await end()
})

type Asked = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

let address = 0
/** What a method gets at a path. The body of GET is left unread, since a stream does not end. */
const asked = async (port: number, path: string, method: string): Promise<Asked> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  address += 1
  const headers = { 'x-forwarded-for': `203.0.113.${address % 250}`, accept: 'text/html' }
  const answer = await new Promise<Asked>((resolve, reject) => {
    const asking = request({ port, path, method, host: '127.0.0.1', agent, headers }, async response => {
      const { statusCode: status = 0, headers } = response
      if (method === 'GET') {
        resolve({ status, headers, body: '' })
        asking.destroy()
        return
      }
      let body = ''
      for await (const chunk of response) body += chunk
      resolve({ status, headers, body })
    })
    asking.on('error', reject)
    asking.end()
  })
  // A body after HEAD would be taken for the next answer.
  if (method === 'HEAD') expect((await ask(port, '/healthz', { agent })).status).toBe(200)
  agent.destroy()
  return answer
}

/** Of the answer to GET, what HEAD has too. */
const told = ({
  status,
  headers: { date: _, 'content-length': __, 'transfer-encoding': ___, ...headers },
}: Asked) => ({
  status,
  headers,
})

const checkAll = async (port: number, path: string, allowed: readonly string[], methods = METHODS) => {
  const answers = new Map(
    await Promise.all(methods.map(async method => [method, await asked(port, path, method)] as const)),
  )
  for (const [method, { status, headers }] of answers) {
    const allow = headers.allow?.split(', ').sort()
    const isRefused = status === 405
    expect([path, method, isRefused, allow]).toEqual([
      path,
      method,
      !allowed.includes(method),
      isRefused ? [...allowed].sort() : undefined,
    ])
  }
  const [get, head] = [answers.get('GET'), answers.get('HEAD')]
  if (get === undefined || head === undefined) throw new Error('GET and HEAD are asked everywhere')
  expect([path, head.body]).toEqual([path, ''])
  if (allowed.includes('HEAD')) expect([path, told(head)]).toEqual([path, told(get)])
}

describe('every path and method', () => {
  it('[HTTP-33] what is served outside the table is known', () => {
    expect([...registered].sort()).toEqual([...Object.keys(OUTSIDE), UPGRADES].sort())
  })

  it.each(Object.entries(OUTSIDE))('[HTTP-33] %s takes %j', async (pattern, allowed) => {
    const path = pattern.replace(':username', 'Budi').replace('*', 'some/page')
    // Engine.IO answers what is no method of HTTP with 400.
    await checkAll(ports.main, path, allowed, pattern === '/socket.io/' ? METHODS.slice(0, -1) : METHODS)
  })

  it('[HTTP-8] the table of routes', async () => {
    const { paths } = (await ask(ports.main, '/api/openapi.json')).json() as {
      readonly paths: Readonly<Record<string, object>>
    }
    expect(Object.keys(paths).length).toBeGreaterThan(10)
    for (const [path, methods] of Object.entries(paths)) {
      const allowed = Object.keys(methods).flatMap(method =>
        method === 'get' ? READ : [method.toUpperCase()],
      )
      await checkAll(ports.main, path.replaceAll(/\{\w+\}/g, 'Budi'), allowed)
    }
  })

  it.each(['/metrics', '/healthz'])('[RUNTIME-2] the admin port takes GET and HEAD at %s', async path => {
    await checkAll(ports.admin, path, READ)
  })

  it.each([
    ['plainChat', '/'],
    ['diagnostics', '/'],
    ['main', UPGRADES],
  ] as const)('[HTTP-34] %s asks for an upgrade at %s', async (name, path) => {
    for (const method of METHODS) {
      const { status, headers } = await ask(ports[name], path, { method })
      expect([method, status, headers.upgrade]).toEqual([method, 426, 'websocket'])
    }
  })
})
