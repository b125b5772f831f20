import type { TemplatedApp } from 'uWebSockets.js'
import { type Agent, type IncomingHttpHeaders, request } from 'node:http'
import { openEdge, Turns } from '@ketik/edge'
import { foldUsername } from '@ketik/protocol'
import type { RacePlan } from '@ketik/race'
import { createLog } from '@ketik/runtime'
import { migrate, type Settlement } from '@ketik/scores'
import { testDatabase, testRedis } from '../../../../infra/test/services.ts'
import { createClientAddress } from '../client-address.ts'
import { createCookies } from '../cookies.ts'
import { createOriginRule } from '../origin-rule.ts'
import { createOverTls } from '../over-tls.ts'
import { createApp, listen } from '../uws-listen.ts'
import type { HttpDeps } from './http-deps.ts'
import { type Http, registerHttp } from './register-http.ts'

const log = createLog('test', 'silent')
/** Of the cluster whose cookie these servers set. */
export const TEST_PREFIX = 'http-tests:'

export type TestEdge = Awaited<ReturnType<typeof openEdge>>

/** A node on a Redis prefix and a database of its own; `databaseUrl` puts it on another database, which may not be there. */
export const startEdge = async (databaseUrl?: string): Promise<TestEdge> => {
  const redis = testRedis()
  const database = databaseUrl === undefined ? await testDatabase() : undefined
  if (database !== undefined) await migrate(database.url)
  const edge = await openEdge(
    {
      role: 'gateway',
      redisUrl: redis.url,
      prefix: redis.prefix,
      databaseUrl: database?.url ?? databaseUrl ?? '',
      sessionSecret: 'a secret of sixteen or more',
      connectionsMax: 100,
      connectionsPerAddressMax: 100,
      messagesPerSecond: 40,
    },
    log,
  )
  return {
    ...edge,
    close: async () => {
      await edge.close()
      await database?.drop()
    },
  }
}

export type Served = { readonly url: string; readonly port: number; readonly http: Http; close(): void }

type More = {
  readonly trustedProxies?: readonly string[]
  /** As with SECURE_COOKIES. */
  readonly isSecure?: boolean
  /** Registers further routes, after those of the interface. */
  readonly register?: (app: TemplatedApp) => void
}

/** The HTTP interface of a node on a free port. */
export const serveHttp = async (edge: TestEdge, more: Partial<HttpDeps> & More = {}): Promise<Served> => {
  const { trustedProxies = [], isSecure = false, register, ...deps } = more
  const app = createApp()
  const http = registerHttp(app, {
    node: edge.node,
    scores: edge.scores,
    accounts: edge.accounts,
    isOwnPage: createOriginRule([]),
    webFolder: undefined,
    diagnosticsPort: () => 3001,
    clientAddress: createClientAddress(trustedProxies),
    turns: new Turns(),
    isOverTls: createOverTls(trustedProxies, isSecure),
    cookies: createCookies(edge.node.tokens.keys, TEST_PREFIX),
    ...deps,
  })
  register?.(app)
  const { port } = await listen(app, '127.0.0.1', 0)
  return { url: `http://127.0.0.1:${port}`, port, http, close: () => app.close() }
}

/** A duel that Budi won over Ani. */
export const duel = (raceId: string, startsAt: number): Settlement => ({
  raceId,
  text: { id: 't1', lang: 'en', chars: 2, text: 'hi' },
  startsAt,
  endedAt: startsAt + 30_000,
  cancelled: false,
  isPrivate: false,
  isRated: true,
  seats: [
    {
      seat: 0,
      player: 'player of Budi',
      username: 'Budi',
      foldedName: foldUsername('Budi'),
      timed: 'keys',
      keys: [
        [100, 'h'],
        [250, 'i', 240],
      ],
      outcome: {
        state: 'finished',
        place: 1,
        finishedMs: 240,
        wpm: 92.44,
        raceWpm: 90,
        raw: 95,
        accuracy: 1,
        consistency: 80,
        review: false,
      },
    },
    {
      seat: 1,
      player: 'player of Ani',
      username: 'Ani',
      foldedName: foldUsername('Ani'),
      timed: 'arrival',
      keys: null,
      outcome: { state: 'left', reason: 'timeout' },
    },
  ],
})

/** A duel that has not been typed yet. */
export const plan = (id: string, startsAt: number): RacePlan => ({
  id,
  text: { id: 't1', lang: 'id', text: 'satu dua', source: 'test', licence: 'CC0' },
  startsAt,
  endsAt: startsAt + 60_000,
  seats: ['Budi', 'Ani'].map(username => ({
    player: username,
    username,
    timed: 'arrival',
    creditMs: 0,
    resumable: false,
  })),
})

export type Answered = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  /** The client's side of the connection. */
  readonly from: number | undefined
  json(): unknown
}

export type Asking = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** Keeps connections; each request has its own without it. */
  readonly agent?: Agent
}

/** A request just as it is given: `fetch` would tidy the path and keep some headers to itself. */
export const ask = (port: number, path: string, { method = 'GET', headers = {}, body, agent }: Asking = {}) =>
  new Promise<Answered>((resolve, reject) => {
    const asking = request(
      { port, path, method, headers, host: '127.0.0.1', agent: agent ?? false },
      response => {
        const chunks: Buffer[] = []
        const from = response.socket.localPort
        response.on('data', chunk => chunks.push(chunk))
        response.on('end', () => {
          const bytes = Buffer.concat(chunks)
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            bytes,
            from,
            json: () => JSON.parse(bytes.toString()),
          })
        })
        response.on('error', reject)
      },
    )
    asking.on('error', reject)
    asking.end(body)
  })

export const postJson = (body: unknown, headers: Readonly<Record<string, string>> = {}): Asking => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
