import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCookies } from '../cookies.ts'
import {
  type Asking,
  ask,
  postJson,
  type Served,
  serveHttp,
  startEdge,
  TEST_PREFIX,
  type TestEdge,
} from './uws-http.testkit.ts'

let edge: TestEdge
let served: Served
/** As a browser sends it back. */
const cookieOf = (token: string) =>
  createCookies(edge.node.tokens.keys, TEST_PREFIX).session.set(token, 60, false)[0]?.split(';')[0] ?? ''
const post = (asking: Asking) => ask(served.port, '/api/session', asking)
const login = async (username: string, headers: Readonly<Record<string, string>> = {}) => {
  const { username: name, token } = (await post(postJson({ username }, headers))).json() as {
    username: string
    token: string
  }
  return { name, token, player: edge.node.tokens.verify(token)?.player }
}

beforeAll(async () => {
  edge = await startEdge()
  served = await serveHttp(edge)
})

afterAll(async () => {
  served.close()
  await edge.close()
})

it('[HTTP-13] gives a token for a name, and the same as a cookie that scripts cannot read', async () => {
  const answer = await post(postJson({ username: '  Budi ' }))
  const { username, token } = answer.json() as { username: string; token: string }
  expect([answer.status, username]).toEqual([200, 'Budi'])
  expect(edge.node.tokens.verify(token)).toMatchObject({ username: 'Budi' })
  const [cookie] = answer.headers['set-cookie'] ?? []
  expect(cookie).toMatch(
    new RegExp(
      `^ketik_session_[0-9a-f]{8}=${token}; Path=/; Max-Age=8(6400|639\\d); HttpOnly; SameSite=Lax$`,
    ),
  )
  const secure = await serveHttp(edge, { isSecure: true })
  const overTls = await ask(secure.port, '/api/session', postJson({ username: 'Budi' }))
  secure.close()
  expect(overTls.headers['set-cookie']?.[0]).toMatch(
    /^__Host-ketik_session_[0-9a-f]{8}=\S+; Path=\/; .*; SameSite=Lax; Secure$/,
  )
})

describe('[HTTP-14] the player', () => {
  it('[HTTP-14] stays the same for a valid session of the same name, as a cookie or a bearer token', async () => {
    const budi = await login('Budi')
    const byCookie = await login('BUDI', { cookie: `theme=dark; ${cookieOf(budi.token)}` })
    const byBearer = await login('budi', { authorization: `Bearer ${budi.token}` })
    expect([byCookie.player, byBearer.player]).toEqual([budi.player, budi.player])
  })

  it('[HTTP-14] is a new one for another name, without a session, or with an altered one', async () => {
    const budi = await login('Budi')
    const others = [
      await login('Ani', { cookie: cookieOf(budi.token) }),
      await login('Budi'),
      await login('Budi', { authorization: `Bearer ${budi.token.slice(0, -2)}xx` }),
      await login('Budi', { cookie: cookieOf('nonsense') }),
    ]
    expect(new Set([budi, ...others].map(({ player }) => player)).size).toBe(5)
  })
})

describe('[HTTP-15] pages of other origins', () => {
  const from = (origin: string, more: Readonly<Record<string, string>> = {}) =>
    post(postJson({ username: 'Budi' }, { host: 'ketik.example', origin, ...more }))

  it.each(['https://evil.example', 'http://ketik.example:8081', 'null', 'nonsense'])(
    '[HTTP-15] such as %s are refused a session',
    async origin => {
      const answer = await from(origin)
      expect([answer.status, answer.json()]).toMatchObject([403, { code: 'bad_field', field: 'origin' }])
      expect(answer.headers['set-cookie']).toBeUndefined()
    },
  )

  it('[HTTP-15] are known by what the browser says of them too; our own are let in', async () => {
    const crossSite = { 'sec-fetch-site': 'cross-site' }
    expect((await post(postJson({ username: 'Budi' }, crossSite))).status).toBe(403)
    expect((await from('https://ketik.example', { 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    expect((await from('http://ketik.example:80')).status).toBe(200)
  })
})

describe('[HTTP-16] what is no request for a session', () => {
  it.each([
    ['bad JSON', postJson('{"username"'), 400, { code: 'bad_json' }],
    ['no body', postJson(''), 400, { code: 'bad_json' }],
    ['a list', postJson([]), 400, { code: 'bad_message' }],
    ['null', postJson('null'), 400, { code: 'bad_message' }],
    ['no name', postJson({}), 400, { code: 'bad_field', field: 'username' }],
    ['an inherited name', postJson('{"__proto__":{"username":"Budi"}}'), 400, { code: 'bad_field' }],
    ['a number', postJson({ username: 7 }), 400, { code: 'bad_field', field: 'username' }],
    ['an empty name', postJson({ username: ' ' }), 400, { code: 'bad_username' }],
    ['an unseen turn', postJson({ username: 'a\u202eb' }), 400, { code: 'bad_username' }],
    ['a form', postJson('username=Budi', { 'content-type': 'text/plain' }), 415, { code: 'bad_json' }],
    ['a guise', postJson({}, { 'content-type': 'application/jsonp' }), 415, { code: 'bad_json' }],
    ['over 8 KiB', postJson({ username: 'a'.repeat(8_192) }), 413, { code: 'too_long' }],
  ])('[HTTP-16] is refused: %s', async (_, asking, status, error) => {
    const answer = await post(asking)
    expect([answer.status, answer.json()]).toMatchObject([status, { type: 'error', ...error }])
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  it('[HTTP-16] is refused: bytes that are not UTF-8', async () => {
    const bytes = Buffer.from('{"username":"\xff"}', 'latin1')
    const answer = await post({ ...postJson(''), body: bytes })
    expect([answer.status, answer.json()]).toMatchObject([400, { code: 'bad_utf8' }])
  })

  it('[HTTP-38] a body without end is not read on', async () => {
    const endless = await post(postJson('a'.repeat(4_000_000))).then(
      ({ status }) => status,
      () => 'cut',
    )
    expect([413, 'cut']).toContain(endless)
    await expect.poll(() => served.http.liveRequests()).toBe(0)
  })

  it('[HTTP-16] a body of 8 KiB is read', async () => {
    const body = `{"username":"Budi"${' '.repeat(8_192 - 19)}}`
    expect(Buffer.byteLength(body)).toBe(8_192)
    expect((await post(postJson(body))).status).toBe(200)
  })
})
