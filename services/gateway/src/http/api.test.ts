import { Agent, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Asking,
  ask,
  duel,
  plan,
  type Served,
  serveHttp,
  startEdge,
  type TestEdge,
} from './uws-http.testkit.ts'

let edge: TestEdge
let served: Served
const get = (path: string, asking?: Asking) => ask(served.port, path, asking)
const error = (code: string, retryable = false) => ({
  type: 'error',
  code,
  message: expect.any(String),
  retryable,
})

beforeAll(async () => {
  edge = await startEdge()
  served = await serveHttp(edge)
  await edge.scores.settleRace(duel('race-1', Math.round(edge.node.now()) - 60_000))
})

afterAll(async () => {
  served.close()
  await edge.close()
})

it('[HTTP-1] shows the boards by window, limit and language', async () => {
  const row = {
    rank: 1,
    username: 'Budi',
    wpm: 92.4,
    accuracy: 1,
    races: 1,
    at: expect.any(Number),
    timed: 'keys',
    race: 'race-1',
  }
  // The node read this board when it started, and may answer from that copy for a moment.
  await expect
    .poll(async () => (await get('/api/leaderboard')).json())
    .toEqual({ window: 'all', data: [row] })
  expect((await get('/api/leaderboard?window=day&limit=1&lang=en')).json()).toEqual({
    window: 'day',
    data: [row],
  })
  expect((await get('/api/leaderboard?lang=id&window=week')).json()).toEqual({ window: 'week', data: [] })
  expect((await get('/api/leaderboard?lang=')).json()).toEqual({ window: 'all', data: [row] })
})

it('[VERIFIED-1] shows verified results by default, and those timed by arrival on request', async () => {
  const board = async (query: string) => {
    const { data } = (await get(`/api/leaderboard${query}`)).json() as { data: readonly object[] }
    return data.map(row => ({ ...row, wpm: 0 }))
  }
  const row = { rank: 1, wpm: 0, races: 1, at: expect.any(Number), race: 'race-1' }
  const budi = { ...row, username: 'Budi', accuracy: 1, timed: 'keys' }
  expect(await board('?timed=keys&window=week')).toEqual([budi])
  expect(await board('?timed=any&window=day')).toEqual([budi])
  expect(await board('?timed=arrival')).toEqual([])
})

it.each([
  ['/api/leaderboard?window=year', 'window'],
  ['/api/leaderboard?timed=both', 'timed'],
  ['/api/leaderboard?limit=0', 'limit'],
  ['/api/leaderboard?limit=101', 'limit'],
  ['/api/leaderboard?limit=1e1', 'limit'],
  ['/api/leaderboard?limit=10&limit=20', 'limit'],
  ['/api/leaderboard?lang=xx', 'lang'],
  ['/api/players/%ff', 'username'],
  [`/api/players/${'a'.repeat(400)}`, 'username'],
  [`/api/races/${'a'.repeat(65)}`, 'id'],
])('[HTTP-2] refuses %s with the field that is wrong', async (path, field) => {
  const answer = await get(path)
  expect(answer.status).toBe(400)
  expect(answer.json()).toEqual({ ...error('bad_field'), field })
})

it('[HTTP-3] shows a player by any spelling of the name, and 404 for nobody', async () => {
  const budi = await get('/api/players/BUDI')
  expect(budi.status).toBe(200)
  expect(budi.json()).toMatchObject({
    username: 'Budi',
    races: 1,
    wins: 1,
    best: { wpm: 92.4, raceId: 'race-1' },
    recent: [{ raceId: 'race-1', state: 'finished', place: 1 }],
  })
  for (const nobody of ['Nobody', '%00', '__proto__', 'a%2Fb']) {
    const answer = await get(`/api/players/${nobody}`)
    expect([answer.status, answer.json()]).toEqual([404, error('not_found')])
  }
})

/** Of `duel`. */
const CURVE = [
  [100, 50],
  [250, 100],
]

describe('a race', () => {
  it('[HTTP-4] is shown with its rows and curves once it has ended and is stored', async () => {
    const { endedAt, rows, curves } = (await get('/api/races/race-1')).json() as {
      endedAt: unknown
      rows: unknown[]
      curves: unknown
    }
    expect(endedAt).toEqual(expect.any(Number))
    expect(rows).toMatchObject([
      { seat: 0, username: 'Budi', state: 'finished', wpm: 92.44 },
      { seat: 1, username: 'Ani', state: 'left', reason: 'timeout' },
    ])
    expect(curves).toEqual({ 0: CURVE })
  })

  it('[HTTP-5] is shown from its announcement on, without its text before the start', async () => {
    const startsAt = edge.node.now() + 60_000
    const nodes = [edge.node.id, edge.node.id]
    await edge.cluster.races.create(plan('race-2', startsAt), nodes)
    const seat = { timed: 'arrival', won: false, state: 'racing' }
    const announced = await get('/api/races/race-2')
    expect([announced.status, announced.json()]).toEqual([
      200,
      {
        id: 'race-2',
        text: { id: 't1', lang: 'id', chars: 8, source: 'test', licence: 'CC0' },
        startsAt,
        endedAt: null,
        cancelled: false,
        rows: [
          { seat: 0, username: 'Budi', ...seat },
          { seat: 1, username: 'Ani', ...seat },
        ],
        curves: {},
      },
    ])
    await edge.cluster.races.create(plan('race-5', edge.node.now() - 1_000), nodes)
    expect((await get('/api/races/race-5')).json()).toMatchObject({ text: { text: 'satu dua' } })
  })

  it('[HTTP-5] is shown with each seat as the cluster knows it, and with the finishes that are stored', async () => {
    const startsAt = Math.round(edge.node.now()) - 30_000
    const { races } = edge.cluster
    await races.create(plan('race-6', startsAt), [edge.node.id, edge.node.id])
    const figures = { wpm: 80, raceWpm: 79, raw: null, accuracy: null, consistency: null } as const
    const finishedAt = startsAt + 20_000
    const finish = { type: 'finish-seat', seat: 0, epoch: 1, finishedAt, at: finishedAt } as const
    await races.apply('race-6', { ...finish, figures: { ...figures, timed: 'arrival' }, review: false })
    const rows = async () => ((await get('/api/races/race-6')).json() as { rows: unknown }).rows
    const first = {
      seat: 0,
      username: 'Budi',
      state: 'finished',
      place: 1,
      won: true,
      finishedMs: 20_000,
      ...figures,
    }
    expect(await rows()).toMatchObject([first, { seat: 1, state: 'racing' }])
    await races.apply('race-6', { type: 'leave-seat', seat: 1, reason: 'left', at: finishedAt + 1 })
    expect(await rows()).toMatchObject([first, { seat: 1, state: 'left', reason: 'left' }])
    // What is stored counts: the name it has now, and whether it is in review.
    const outcome = { state: 'finished', finishedMs: 20_000, ...figures, review: true } as const
    const stored = duel('race-6', startsAt)
    const keys = [
      [100, 's'],
      [120, 'a'],
    ] as const
    const [seat] = stored.seats
    if (seat === undefined) throw new Error('bug: a duel without seats')
    await edge.scores.settleRace({ ...stored, endedAt: null, seats: [{ ...seat, outcome, keys }] })
    expect((await get('/api/races/race-6')).json()).toMatchObject({
      endedAt: null,
      rows: [{ ...first, review: true }, { state: 'left' }],
      curves: {
        0: [
          [100, 12.5],
          [150, 25],
        ],
      },
    })
  })

  it('[HTTP-5] is 404 when nobody knows it', async () => {
    const unknown = await get('/api/races/race-3')
    expect([unknown.status, unknown.json()]).toEqual([404, error('not_found')])
  })
})

it('[PRIVACY-5] does not list a hidden race among those that run here', async () => {
  const nodes = [edge.node.id, edge.node.id]
  const hidden = { ...plan('race-hidden', edge.node.now() + 60_000), isPrivate: true }
  edge.node.races.join(await edge.cluster.races.create(hidden, nodes))
  expect((await get('/api/live')).json()).toEqual({ races: [] })
})

it('[HTTP-6] answers who is online, which races run here and what a client needs to know', async () => {
  const holder = { player: 'p1', node: edge.node.id, session: 's1', door: 'json', username: 'Budi' } as const
  await edge.node.members.join(holder)
  await expect.poll(async () => (await get('/api/online')).json()).toEqual({ online: 1, players: ['Budi'] })
  const startsAt = edge.node.now() + 60_000
  const nodes = [edge.node.id, edge.node.id]
  edge.node.races.join(await edge.cluster.races.create(plan('race-4', startsAt), nodes))
  expect((await get('/api/live')).json()).toEqual({
    races: [
      {
        id: 'race-4',
        startsAt,
        lang: 'id',
        seats: [
          { username: 'Budi', progress: 0 },
          { username: 'Ani', progress: 0 },
        ],
      },
    ],
  })
  expect((await get('/api/config')).json()).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    diagnosticsPort: 3001,
    langs: ['en', 'id'],
    protocol: 1,
  })
})

describe('what there is not', () => {
  it.each(['/api', '/api/', '/api/nothing', '/api/players/', '/api/races/a/b', '/api/constructor'])(
    '[HTTP-7] answers %s with not_found',
    async path => {
      const answer = await get(path, { headers: { accept: 'text/html' } })
      expect([answer.status, answer.json()]).toEqual([404, error('not_found')])
    },
  )

  it.each([
    ['POST', '/api/leaderboard', 'GET, HEAD'],
    ['DELETE', '/api/races/x', 'GET, HEAD'],
    ['GET', '/api/session', 'POST, DELETE'],
    ['OPTIONS', '/api/session', 'POST, DELETE'],
    ['PUT', '/readyz', 'GET, HEAD'],
    ['POST', '/', 'GET, HEAD'],
  ])('[HTTP-8] answers %s %s with what is allowed there', async (method, path, allow) => {
    const answer = await get(path, { method })
    expect([answer.status, answer.json()]).toEqual([405, error('method_not_allowed')])
    expect(answer.headers.allow).toBe(allow)
  })

  it('[HTTP-9] answers HEAD as GET, without the body', async () => {
    for (const path of ['/api/leaderboard', '/api/nothing', '/healthz']) {
      const [whole, head] = [await get(path), await get(path, { method: 'HEAD' })]
      expect(head.status).toBe(whole.status)
      expect(head.headers['content-length']).toBe(`${whole.bytes.length}`)
      expect(head.bytes.length).toBe(0)
    }
  })
})

it('[HTTP-9] a connection serves on after an answer without a body', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ports = new Set<number | undefined>()
  for (const method of ['HEAD', 'GET', 'HEAD', 'POST', 'GET']) {
    for (const path of ['/api/config', '/nothing']) ports.add((await get(path, { method, agent })).from)
  }
  agent.destroy()
  expect(ports.size).toBe(1)
})

it('[HTTP-10] keeps browsers on TLS where players use it, and nowhere else', async () => {
  const overTls = await serveHttp(edge, { isSecure: true })
  for (const path of ['/api/config', '/']) {
    expect((await get(path)).headers['strict-transport-security']).toBeUndefined()
    expect((await ask(overTls.port, path)).headers['strict-transport-security']).toBe('max-age=31536000')
  }
  overTls.close()
})

it('[HTTP-10] sends JSON as UTF-8, never kept, with the security headers', async () => {
  for (const path of ['/api/config', '/api/nothing', '/api/leaderboard?limit=x', '/readyz', '/nothing']) {
    expect((await get(path)).headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'permissions-policy': expect.stringContaining('camera=()'),
    })
  }
})

it('[HTTP-11] a fault is `internal`, without its text', async () => {
  const broken = await serveHttp(edge, {
    scores: { ...edge.scores, playerProfile: () => Promise.reject(new Error('secret of the inside')) },
  })
  const answer = await ask(broken.port, '/api/players/Budi')
  broken.close()
  expect([answer.status, answer.json()]).toEqual([500, error('internal', true)])
  expect(answer.bytes.toString()).not.toContain('secret')
})

it('[HTTP-12] a client that goes away is forgotten at once, and its late answer dropped', async () => {
  let answerLate = () => {}
  const late = new Promise<undefined>(resolve => {
    answerLate = () => resolve(undefined)
  })
  const slow = await serveHttp(edge, { scores: { ...edge.scores, playerProfile: () => late } })
  const going = new AbortController()
  const gone = fetch(`${slow.url}/api/players/Budi`, { signal: going.signal })
  await expect.poll(() => slow.http.liveRequests()).toBe(1)
  going.abort()
  await expect(gone).rejects.toThrow()
  await expect.poll(() => slow.http.liveRequests()).toBe(0)
  answerLate()
  expect((await ask(slow.port, '/healthz')).status).toBe(200)
  expect(slow.http.liveRequests()).toBe(0)
  slow.close()
})

it('[HTTP-30] routes that others register on the app win, whenever they do, and WebSockets get through', async () => {
  const shared = await serveHttp(edge, {
    register: app => {
      app.get('/api/sse', response => {
        response.end('events')
      })
      app.any('/socket.io/*', response => {
        response.end('polling')
      })
      app.ws('/', {})
    },
  })
  expect((await ask(shared.port, '/api/sse')).bytes.toString()).toBe('events')
  expect((await ask(shared.port, '/socket.io/?EIO=4', { method: 'POST' })).bytes.toString()).toBe('polling')
  expect((await ask(shared.port, '/')).status).toBe(503) // the page that says the client is not built
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.alloc(16).toString('base64'),
  }
  const upgraded = await new Promise(resolve => {
    const asking = request({ host: '127.0.0.1', port: shared.port, headers })
    asking.on('upgrade', ({ statusCode }, socket) => {
      socket.destroy()
      resolve(statusCode)
    })
    asking.end()
  })
  expect(upgraded).toBe(101)
  shared.close()
})
