import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Asking,
  ask,
  duel,
  postJson,
  type Served,
  serveHttp,
  startEdge,
  type TestEdge,
} from './uws-http.testkit.ts'

type Operation = {
  readonly operationId: string
  readonly parameters: readonly { readonly name: string; readonly in: string }[]
  readonly responses: Readonly<Record<string, unknown>>
}
type Description = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> }

const edges: TestEdge[] = []
const apps: Served[] = []
/** One in order, one whose services are away, and one that has no request left for anybody. */
const servers: Record<string, Served> = {}

beforeAll(async () => {
  const edge = await startEdge()
  const away = await startEdge()
  edges.push(edge, away)
  await edge.scores.settleRace(duel('race-1', Math.round(edge.node.now()) - 60_000))
  for (const race of ['doubted', 'decided']) await edge.scores.settleRace(doubted(race, edge.node.now()))
  await edge.scores.decideReview({ raceId: 'decided', seat: 0, decision: 'accepted', at: edge.node.now() })
  await edge.scores.decideReview({ raceId: 'decided', seat: 1, decision: 'rejected', at: edge.node.now() })
  for (const name of owners) {
    const session = await edge.accounts.registry.claim(
      name,
      passphrase,
      { address: `claims ${name}` },
      undefined,
    )
    if ('token' in session) tokens.set(name, session.token)
  }
  tokens.set('guest', edge.node.tokens.issue('player of Budi', 'Budi'))
  const link = await edge.accounts.resets.issue('Lupa', {})
  if ('token' in link) tokens.set('link', link.token)
  await away.scores.close()
  away.cluster.redis.disconnect()
  servers['there'] = await serveHttp(edge, { adminSecret })
  servers['away'] = await serveHttp(away, { adminSecret })
  const limited = await serveHttp(edge, { now: () => 0 })
  for (let i = 0; i < 60; i++) await ask(limited.port, '/api/config')
  servers['limited'] = limited
  apps.push(...Object.values(servers))
})

afterAll(async () => {
  for (const app of apps) app.close()
  for (const edge of edges) await edge.close()
})

/** A duel of which both results are in review. */
const doubted = (race: string, now: number) => {
  const settlement = duel(race, Math.round(now) - 60_000)
  const [seat] = settlement.seats
  if (seat?.outcome.state !== 'finished') throw new Error('nobody finished')
  const outcome = { ...seat.outcome, review: true }
  return {
    ...settlement,
    seats: [0, 1].map(at => ({ ...seat, seat: at, outcome: { ...outcome, place: at + 1 } })),
  }
}

let description: Description | undefined
const describedBy = async (): Promise<Description> => {
  description ??= (await ask(servers['there']?.port ?? 0, '/api/openapi.json')).json() as Description
  return description
}

const passphrase = 'kuda poni berlari'
/** Tokens of accounts on the server that is there, by name; each is used for one thing that ends it. */
const tokens = new Map<string, string>()
const owners = ['Pemilik', 'Pamit', 'Keluar', 'Ganti', 'Sandi', 'Hapus', 'Lupa']
const asOwner =
  (name: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') =>
  () => {
    const headers = { authorization: `Bearer ${tokens.get(name)}` }
    return body === undefined ? { method, headers } : { ...postJson(body, headers), method }
  }
/** With the session of the guest who typed seat 0 of `race-1`. */
const ownPlayer = () => ({ headers: { authorization: `Bearer ${tokens.get('guest')}` } })
const foreign = { method: 'DELETE', headers: { origin: 'null' } }
/** What every form refuses alike. */
const forms = (path: string, body: object): Requests => ({
  [`post ${path} 400`]: ['there', path, asOwner('Pemilik', {})],
  [`post ${path} 403`]: ['there', path, postJson(body, { origin: 'null' })],
  [`post ${path} 413`]: ['there', path, postJson('a'.repeat(9_000))],
  [`post ${path} 415`]: ['there', path, postJson(body, { 'content-type': 'text/plain' })],
  [`post ${path} 429`]: ['limited', path, postJson(body)],
  [`post ${path} 503`]: ['away', path, asOwner('Pemilik', body)],
})

const adminSecret = 'the secret of the operators'
const asOperator = (body: unknown) => postJson(body, { authorization: `Bearer ${adminSecret}` })

const operator: Asking = { headers: { authorization: `Bearer ${adminSecret}` } }

/** A decision on one seat of a race in doubt, and on another that was decided otherwise. */
const decisions = (action: string, seat: number, otherwise: number) => {
  const path = (race: string, of: number) => `/api/admin/reviews/${race}/${of}/${action}`
  const name = `post /api/admin/reviews/{race}/{seat}/${action}`
  return {
    [`${name} 200`]: ['there', path('doubted', seat), asOperator({})],
    [`${name} 400`]: ['there', path('doubted', seat), asOperator({ reason: 1 })],
    [`${name} 403`]: ['there', path('doubted', seat), postJson({})],
    [`${name} 404`]: ['there', path('race-1', 0), asOperator({})],
    [`${name} 409`]: ['there', path('decided', otherwise), asOperator({})],
    [`${name} 413`]: ['there', path('doubted', seat), asOperator('a'.repeat(9_000))],
    [`${name} 429`]: ['limited', path('doubted', seat), asOperator({})],
    [`${name} 503`]: ['away', path('doubted', seat), asOperator({})],
  } satisfies Record<string, readonly [string, string, Asking]>
}
/** Links that an operator issues. */
const linkFor = (name: string) => `/api/admin/accounts/${name}/reset`
const issue = 'post /api/admin/accounts/{username}/reset'
const resetLinks = {
  [`${issue} 200`]: ['there', linkFor('Pemilik'), asOperator({})],
  [`${issue} 400`]: ['there', linkFor('Pemilik'), asOperator({ reason: 1 })],
  [`${issue} 403`]: ['there', linkFor('Pemilik'), postJson({})],
  [`${issue} 404`]: ['there', linkFor('Tidak%20Ada'), asOperator({})],
  [`${issue} 413`]: ['there', linkFor('Pemilik'), asOperator('a'.repeat(9_000))],
  [`${issue} 429`]: ['limited', linkFor('Pemilik'), asOperator({})],
  [`${issue} 503`]: ['away', linkFor('Pemilik'), asOperator({})],
} satisfies Record<string, readonly [string, string, Asking]>
type Requests = Readonly<
  Record<string, readonly [server: string, path: string, asking?: Asking | (() => Asking)]>
>

/** A request for each status of each operation: where it is asked, what, and how. */
const requests: Requests = {
  'get /api/leaderboard 200': ['there', '/api/leaderboard?window=week&limit=5&lang=en'],
  'get /api/leaderboard 400': ['there', '/api/leaderboard?limit=ten'],
  'get /api/leaderboard 429': ['limited', '/api/leaderboard'],
  // A board that the node has read before is answered from its copy.
  'get /api/leaderboard 503': ['away', '/api/leaderboard?window=week&lang=id'],
  'get /api/players/{username} 200': ['there', '/api/players/Budi'],
  'get /api/players/{username} 400': ['there', '/api/players/%ff'],
  'get /api/players/{username} 404': ['there', '/api/players/Nobody'],
  'get /api/players/{username} 429': ['limited', '/api/players/Budi'],
  'get /api/players/{username} 503': ['away', '/api/players/Budi'],
  'get /api/races/{id} 200': ['there', '/api/races/race-1'],
  'get /api/races/{id} 400': ['there', '/api/races/%ff'],
  'get /api/races/{id} 404': ['there', '/api/races/race-0'],
  'get /api/races/{id} 429': ['limited', '/api/races/race-1'],
  'get /api/races/{id} 503': ['away', '/api/races/race-1'],
  'get /api/races/{id}/keys 200': ['there', '/api/races/race-1/keys', ownPlayer],
  'get /api/races/{id}/keys 400': ['there', '/api/races/%ff/keys', ownPlayer],
  'get /api/races/{id}/keys 403': ['there', '/api/races/race-1/keys', { headers: { origin: 'null' } }],
  'get /api/races/{id}/keys 404': ['there', '/api/races/race-1/keys'],
  'get /api/races/{id}/keys 429': ['limited', '/api/races/race-1/keys'],
  'get /api/races/{id}/keys 503': ['away', '/api/races/race-1/keys', ownPlayer],
  'post /api/session 200': ['there', '/api/session', postJson({ username: 'Budi' })],
  'post /api/session 404': ['there', '/api/session', postJson({ username: 'Bebas', passphrase })],
  ...forms('/api/session', { username: 'Budi', passphrase }),
  'delete /api/session 200': ['there', '/api/session', asOwner('Keluar', undefined, 'DELETE')],
  'delete /api/session 403': ['there', '/api/session', foreign],
  'delete /api/session 429': ['limited', '/api/session', { method: 'DELETE' }],
  'delete /api/session 503': ['away', '/api/session', asOwner('Pemilik', undefined, 'DELETE')],
  'delete /api/sessions 200': ['there', '/api/sessions', asOwner('Pamit', undefined, 'DELETE')],
  'delete /api/sessions 403': ['there', '/api/sessions', foreign],
  'delete /api/sessions 429': ['limited', '/api/sessions', { method: 'DELETE' }],
  'delete /api/sessions 503': ['away', '/api/sessions', asOwner('Pemilik', undefined, 'DELETE')],
  'post /api/account 200': ['there', '/api/account', postJson({ username: 'Pemilik Baru', passphrase })],
  'post /api/account 409': ['there', '/api/account', postJson({ username: 'Budi', passphrase })],
  ...forms('/api/account', { username: 'Budi', passphrase }),
  'get /api/account 200': ['there', '/api/account', asOwner('Pemilik')],
  'get /api/account 401': ['there', '/api/account'],
  'get /api/account 403': ['there', '/api/account', { headers: { origin: 'null' } }],
  'get /api/account 429': ['limited', '/api/account'],
  'get /api/account 503': ['away', '/api/account', asOwner('Pemilik')],
  'get /api/account/export 200': ['there', '/api/account/export', asOwner('Pemilik')],
  'get /api/account/export 400': ['there', '/api/account/export?from=x', asOwner('Pemilik')],
  'get /api/account/export 401': ['there', '/api/account/export'],
  'get /api/account/export 403': ['there', '/api/account/export', { headers: { origin: 'null' } }],
  'get /api/account/export 429': ['limited', '/api/account/export'],
  'get /api/account/export 503': ['away', '/api/account/export', asOwner('Pemilik')],
  'post /api/account/name 200': ['there', '/api/account/name', asOwner('Ganti', { username: 'Diganti' })],
  'post /api/account/name 401': ['there', '/api/account/name', postJson({ username: 'Siapa' })],
  'post /api/account/name 409': ['there', '/api/account/name', asOwner('Pemilik', { username: 'Budi' })],
  ...forms('/api/account/name', { username: 'Diganti' }),
  'post /api/account/passphrase 200': [
    'there',
    '/api/account/passphrase',
    asOwner('Sandi', { passphrase, newPassphrase: `${passphrase}!` }),
  ],
  'post /api/account/passphrase 401': [
    'there',
    '/api/account/passphrase',
    postJson({ passphrase, newPassphrase: passphrase }),
  ],
  ...forms('/api/account/passphrase', { passphrase, newPassphrase: passphrase }),
  'post /api/account/deletion 200': ['there', '/api/account/deletion', asOwner('Hapus', { passphrase })],
  'post /api/account/deletion 401': ['there', '/api/account/deletion', postJson({ passphrase })],
  ...forms('/api/account/deletion', { passphrase }),
  'post /api/account/reset 200': [
    'there',
    '/api/account/reset',
    () => postJson({ token: tokens.get('link'), passphrase }),
  ],
  'post /api/account/reset 410': ['there', '/api/account/reset', postJson({ token: 'none', passphrase })],
  ...forms('/api/account/reset', { token: 'none', passphrase }),
  ...resetLinks,
  'get /api/online 200': ['there', '/api/online'],
  'get /api/online 429': ['limited', '/api/online'],
  'get /api/online 503': ['away', '/api/online'],
  'get /api/live 200': ['there', '/api/live'],
  'get /api/live 429': ['limited', '/api/live'],
  'get /api/config 200': ['there', '/api/config'],
  'get /api/config 429': ['limited', '/api/config'],
  'post /api/admin/mute 200': ['there', '/api/admin/mute', asOperator({ name: 'Rudi', seconds: 60 })],
  'post /api/admin/mute 400': ['there', '/api/admin/mute', asOperator({ name: 'Rudi' })],
  'post /api/admin/mute 403': ['there', '/api/admin/mute', postJson({ name: 'Rudi', seconds: 60 })],
  'post /api/admin/mute 413': ['there', '/api/admin/mute', asOperator('a'.repeat(9_000))],
  'post /api/admin/mute 429': ['limited', '/api/admin/mute', asOperator({})],
  'post /api/admin/mute 503': ['away', '/api/admin/mute', asOperator({ name: 'Rudi', seconds: 60 })],
  'post /api/admin/ban 200': [
    'there',
    '/api/admin/ban',
    asOperator({ address: '192.0.2.0/24', seconds: 60 }),
  ],
  'post /api/admin/ban 400': [
    'there',
    '/api/admin/ban',
    asOperator({ name: 'Rudi', address: '192.0.2.1', seconds: 1 }),
  ],
  'post /api/admin/ban 403': ['there', '/api/admin/ban', postJson({}, { authorization: 'Bearer wrong' })],
  'post /api/admin/ban 413': ['there', '/api/admin/ban', asOperator('a'.repeat(9_000))],
  'post /api/admin/ban 429': ['limited', '/api/admin/ban', asOperator({})],
  'post /api/admin/ban 503': ['away', '/api/admin/ban', asOperator({ name: 'Rudi', seconds: 60 })],
  'post /api/admin/announce 200': ['there', '/api/admin/announce', asOperator({ text: 'Halo', seconds: 60 })],
  'post /api/admin/announce 400': [
    'there',
    '/api/admin/announce',
    asOperator({ text: '\u001b', seconds: 60 }),
  ],
  'post /api/admin/announce 403': ['there', '/api/admin/announce', postJson({ text: 'Halo', seconds: 60 })],
  'post /api/admin/announce 413': ['there', '/api/admin/announce', asOperator('a'.repeat(9_000))],
  'post /api/admin/announce 429': ['limited', '/api/admin/announce', asOperator({})],
  'post /api/admin/announce 503': ['away', '/api/admin/announce', asOperator({ text: 'Halo', seconds: 60 })],
  'get /api/admin/reviews 200': ['there', '/api/admin/reviews?limit=1', operator],
  'get /api/admin/reviews 400': ['there', '/api/admin/reviews?after=1', operator],
  'get /api/admin/reviews 403': ['there', '/api/admin/reviews'],
  'get /api/admin/reviews 429': ['limited', '/api/admin/reviews'],
  'get /api/admin/reviews 503': ['away', '/api/admin/reviews', operator],
  'get /api/admin/reviews/{race}/{seat} 200': ['there', '/api/admin/reviews/doubted/0', operator],
  'get /api/admin/reviews/{race}/{seat} 400': ['there', '/api/admin/reviews/doubted/x', operator],
  'get /api/admin/reviews/{race}/{seat} 403': ['there', '/api/admin/reviews/doubted/0'],
  'get /api/admin/reviews/{race}/{seat} 404': ['there', '/api/admin/reviews/race-1/0', operator],
  'get /api/admin/reviews/{race}/{seat} 429': ['limited', '/api/admin/reviews/doubted/0'],
  'get /api/admin/reviews/{race}/{seat} 503': ['away', '/api/admin/reviews/doubted/0', operator],
  ...decisions('accept', 0, 1),
  ...decisions('reject', 1, 0),
  'get /api/asyncapi.json 200': ['there', '/api/asyncapi.json'],
  'get /api/asyncapi.json 429': ['limited', '/api/asyncapi.json'],
  'get /api/openapi.json 200': ['there', '/api/openapi.json'],
  'get /api/openapi.json 429': ['limited', '/api/openapi.json'],
  'get /readyz 200': ['there', '/readyz'],
  'get /readyz 503': ['away', '/readyz'],
  'get /healthz 200': ['there', '/healthz'],
}

describe('[HTTP-29] the OpenAPI document', () => {
  it('[HTTP-29] describes every route with every status, and no others', async () => {
    const { paths } = await describedBy()
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, { responses }]) =>
        Object.keys(responses).map(status => `${method} ${path} ${status}`),
      ),
    )
    expect(described.toSorted()).toEqual(Object.keys(requests).toSorted())
  })

  it('[HTTP-29] is sound: each operation has its own name and its parameters', async () => {
    const { paths } = await describedBy()
    const operations = Object.values(paths).flatMap(one => Object.values(one))
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
    for (const [path, methods] of Object.entries(paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      for (const { parameters } of Object.values(methods)) {
        expect(parameters.filter(one => one.in === 'path').map(({ name }) => name)).toEqual(named)
      }
    }
  })

  it.each(Object.entries(requests))(
    '[HTTP-29] is what the server does: %s',
    async (name, [server, path, asking]) => {
      const [method = '', pattern = '', status] = name.split(' ')
      const answer = await ask(
        servers[server]?.port ?? 0,
        path,
        typeof asking === 'function' ? asking() : asking,
      )
      expect(`${answer.status}`).toBe(status)
      const ajv = new Ajv2020({ strictSchema: false, strictTuples: false })
      ajv.addSchema(await describedBy(), 'api')
      const schema = [
        'paths',
        pattern,
        method,
        'responses',
        `${status}`,
        'content',
        'application/json',
        'schema',
      ]
      const pointer = schema.map(part => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
      const check = ajv.compile({ $ref: `api#/${pointer.join('/')}` })
      expect([check(answer.json()), check.errors]).toEqual([true, null])
      expect(check([])).toBe(false)
    },
  )
})
