import { SessionTokens } from '@ketik/edge'
import type { LoggedKey } from '@ketik/race'
import { makeFinish, makeSeat, makeSettlement } from '@ketik/scores/test/make-settlement'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { askGateway, PASSPHRASE } from '../accounts/web-session.ts'
import { SESSION_SECRET, startCluster, type TestCluster } from '../cluster.ts'
import { humanKeys, meet, readyTypist, type Typist } from '../typist.ts'

const NODES = [0, 1] as const
const ADMIN = 'the secret of the operators'
const NEW = 'kuda poni terbang'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({
    gateways: 2,
    gateway: { trustedProxies: ['127.0.0.1'], adminSecret: ADMIN },
  })
})
afterAll(() => cluster.close())

type Description = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

type Curves = { readonly curves: Readonly<Record<string, readonly (readonly [number, number])[]>> }

/** Every array in a JSON value, at any depth. */
const arraysIn = (value: unknown): readonly (readonly unknown[])[] => {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(arraysIn)
  return Array.isArray(value) ? [value, ...inner] : inner
}

/** The entries that look like a key with its time, or like a point at an instant at which a key was pressed. */
const keysIn = (value: unknown, typed: ReadonlySet<number>): readonly (readonly unknown[])[] =>
  arraysIn(value).filter(([at, key]) => typeof at === 'number' && (typeof key === 'string' || typed.has(at)))

/** Instants at which keys were pressed; those on the edge of a step are in a curve too. */
const offsetsOf = (...logs: readonly (readonly LoggedKey[])[]): ReadonlySet<number> =>
  new Set(logs.flatMap(log => log.map(([at]) => at)).filter(at => at % 50 !== 0))

const race = async (name: string, room?: string) => {
  const ani = await readyTypist(cluster.connect({ over: 'websocket', node: 0 }, `ani-${name}`))
  const budi = await readyTypist(cluster.connect({ over: 'websocket', node: 1 }, `budi-${name}`))
  if (room === undefined) for (const { player } of [ani, budi]) player.send({ type: 'req_matchmaking' })
  const [view] = await (room === undefined
    ? Promise.all([ani.matched(), budi.matched()])
    : meet([ani, budi], room))
  const text = view?.text.text ?? ''
  const keys = [humanKeys(text, 180, 1), humanKeys(text, 160, 2)] as const
  await Promise.all([ani.type(keys[0]), budi.type(keys[1])])
  await Promise.all([ani, budi].map(({ player }) => player.next('race_over')))
  return { ani, budi, keys, text, stored: await cluster.settled(view?.id ?? '') }
}

const goodbye = (...typists: readonly Typist[]) => {
  for (const { player } of typists) player.close()
}

/** Data of the first events of the stream of a node. */
const streamed = async (
  node: number,
  count: number,
  token: string | undefined,
): Promise<readonly unknown[]> => {
  const leave = new AbortController()
  const url = `http://127.0.0.1:${cluster.gateways[node]?.ports['http'] ?? 0}/api/sse`
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const { body } = await fetch(url, { headers, signal: leave.signal })
  let heard = ''
  const events = () => heard.split('\n').flatMap(line => (line.startsWith('data:') ? [line.slice(5)] : []))
  for await (const chunk of body ?? []) {
    heard += Buffer.from(chunk).toString()
    if (heard.endsWith('\n\n') && events().length >= count) break
  }
  leave.abort()
  return events().map(event => JSON.parse(event) as unknown)
}

const post = (node: number, path: string, body: unknown, token?: string) =>
  askGateway(cluster, node, `POST ${path}`, body, { token, from: '198.51.100.77' })

it('[PRIVACY-2] the record of a race has a curve for each seat, and no keys', async () => {
  const { ani, budi, keys, text, stored } = await race('curves')
  const typed = offsetsOf(...keys)
  for (const node of NODES) {
    for (const token of [undefined, ani.token, budi.token]) {
      const { body } = await askGateway(cluster, node, `GET /api/races/${stored.id}`, undefined, { token })
      expect(body).toMatchObject({
        rows: [{ username: expect.any(String) }, { username: expect.any(String) }],
        curves: { 0: expect.any(Array), 1: expect.any(Array) },
      })
      expect(keysIn(body, typed)).toEqual([])
      const { curves } = body as unknown as Curves
      for (const curve of Object.values(curves)) {
        expect(curve.length).toBeGreaterThan([...text].length / 5)
        expect(curve.at(-1)?.[1]).toBe(100)
        for (const [ms] of curve) expect(ms % 50).toBe(0)
      }
    }
  }
  goodbye(ani, budi)
})

it('[PRIVACY-4] a stranger finds no key of a race in any answer of the interface, nor another racer in any message', async () => {
  const { ani, budi, keys, stored } = await race('walk')
  const typed = offsetsOf(...keys)
  const stranger = await readyTypist(cluster.connect({ over: 'websocket', node: 1 }, 'stranger'))
  const { paths } = (await askGateway(cluster, 0, 'GET /api/openapi.json')).body as unknown as Description
  // From here on the session of the guest who typed has ended, and soon that of the account too.
  const account = { username: 'ani-walk', passphrase: PASSPHRASE }
  const ended = (await post(0, '/api/account', account, ani.token)).body.token
  await askGateway(cluster, 1, 'DELETE /api/sessions', undefined, { token: ended })
  const tokens = [undefined, stranger.token, ani.token, ended, budi.token]
  const seen: unknown[] = []
  for (const [path, methods] of Object.entries(paths)) {
    if (!('get' in methods)) continue
    const asked = path
      .replace(/\{(id|race)\}/, stored.id)
      .replace('{seat}', '0')
      .replace('{username}', 'ani-walk')
    expect(asked).not.toContain('{')
    for (const node of NODES) {
      for (const token of tokens) {
        if (path.endsWith('/keys') && token === budi.token) continue
        const { body } = await askGateway(cluster, node, `GET ${asked}`, undefined, { token })
        expect([asked, keysIn(body, typed)]).toEqual([asked, []])
        if (path === '/api/races/{id}') seen.push(body)
      }
    }
  }
  for (const node of NODES) {
    for (const token of tokens) {
      const events = await streamed(node, 2, token)
      expect(events.length).toBeGreaterThanOrEqual(2)
      expect(keysIn(events, typed)).toEqual([])
    }
  }
  let posts = 0
  for (const [path, methods] of Object.entries(paths)) {
    if (!('post' in methods)) continue
    const asked = path.replace('{race}', stored.id).replace('{seat}', '0').replace('{username}', 'budi-walk')
    expect(asked).not.toContain('{')
    const form = {
      username: 'budi-walk',
      passphrase: PASSPHRASE,
      newPassphrase: NEW,
      token: 'x',
      decision: 'accepted',
    }
    for (const node of NODES) {
      for (const token of tokens) {
        const { body } = await post(node, asked, form, token)
        expect([asked, keysIn(body, typed)]).toEqual([asked, []])
        posts += 1
      }
    }
  }
  expect(posts).toBeGreaterThan(50)
  for (const { player, keys: own } of [ani, budi, stranger]) {
    const others = offsetsOf(...keys.filter(log => log !== own))
    for (const { message } of player.heard) {
      if (message.type !== 'pong') expect([message, keysIn(message, others)]).toEqual([message, []])
    }
  }
  // The record was there for each of them, with its rows and curves.
  expect(seen).toHaveLength(NODES.length * tokens.length)
  for (const body of seen) {
    expect(body).toMatchObject({
      rows: [{ username: expect.any(String) }, { username: expect.any(String) }],
      curves: { 0: expect.any(Array), 1: expect.any(Array) },
    })
  }
  goodbye(ani, budi, stranger)
})

it('[PRIVACY-3] the keys of a seat go to the player who typed it alone, also after a rename', async () => {
  const { ani, budi, keys, stored } = await race('own', 'own')
  const path = `GET /api/races/${stored.id}/keys`
  const own = (node: number, token: string | undefined) =>
    askGateway(cluster, node, path, undefined, { token })
  const seatOf = (name: string) => stored.rows.find(({ username }) => username === name)?.seat
  for (const node of NODES) {
    for (const [at, typist] of [ani, budi].entries()) {
      const { status, body } = await own(node, typist.token)
      const seats = body['seats'] as { readonly seat: number; readonly keys: readonly LoggedKey[] }[]
      const typed = seats.map(one => ({ ...one, keys: one.keys.map(([ms, key]) => [ms, key]) }))
      const seat = seatOf(at === 0 ? 'ani-own' : 'budi-own')
      expect([status, typed]).toEqual([200, [{ seat, keys: keys[at] }]])
    }
    for (const token of [undefined, 'x.y']) {
      expect(await own(node, token)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    }
  }
  // Somebody else under the same name is somebody else.
  ani.player.close()
  await ani.player.closed()
  const other = await askGateway(cluster, 0, 'POST /api/session', { username: 'ani-own' })
  expect((await own(1, other.body.token)).status).toBe(404)
  const account = { username: 'ani-own', passphrase: PASSPHRASE }
  const claimed = await askGateway(cluster, 0, 'POST /api/account', account, { token: ani.token })
  const renamed = await askGateway(
    cluster,
    1,
    'POST /api/account/name',
    { username: 'ani-baru' },
    { token: claimed.body.token },
  )
  expect((await own(0, renamed.body.token)).status).toBe(200)
  goodbye(budi)
})

type Owner = { readonly username: string; readonly token: string }
/** Ends the session of an owner by a node, and answers the one that stands then. */
type Ending = (owner: Owner, node: number) => Promise<string | undefined>

const signInAgain = async ({ username }: Owner) =>
  (await post(1, '/api/session', { username, passphrase: PASSPHRASE })).body.token
const endings: readonly (readonly [string, Ending])[] = [
  ...['session', 'sessions'].map((path): readonly [string, Ending] => [
    `DELETE ${path}`,
    async (owner, node) => {
      const { token } = owner
      const { body } = await askGateway(cluster, node, `DELETE /api/${path}`, undefined, { token })
      expect(body).toEqual({ signedOut: true })
      return await signInAgain(owner)
    },
  ]),
  [
    'another password',
    async ({ token }, node) => {
      const given = { passphrase: PASSPHRASE, newPassphrase: NEW }
      return (await post(node, '/api/account/passphrase', given, token)).body.token
    },
  ],
  [
    'a reset',
    async ({ username }, node) => {
      const { body } = await post(
        node,
        `/api/admin/accounts/${encodeURIComponent(username)}/reset`,
        {},
        ADMIN,
      )
      const reset = { token: new URL(String(body['url'])).hash.slice(1), passphrase: NEW }
      return (await post(node, '/api/account/reset', reset)).body.token
    },
  ],
  [
    'a rename',
    async ({ username, token }, node) =>
      (await post(node, '/api/account/name', { username: `${username} baru` }, token)).body.token,
  ],
  [
    'a deletion',
    async ({ token }, node) => {
      const { body } = await post(node, '/api/account/deletion', { passphrase: PASSPHRASE }, token)
      expect(body).toEqual({ deleted: true })
      return undefined
    },
  ],
]

it.each(endings)(
  '[PRIVACY-6] after %s the session reads neither keys nor a hidden race',
  async (name, end) => {
    const players = new SessionTokens(SESSION_SECRET, Date.now)
    for (const node of NODES) {
      const username = `usai ${endings.findIndex(([one]) => one === name)} ${node}`
      const guest = (await post(0, '/api/session', { username })).body.token ?? ''
      const player = players.verify(guest)?.player ?? ''
      const raceId = `hidden ${username}`
      const keys: readonly LoggedKey[] = [[12, 'a']]
      await cluster.scores.settleRace(
        makeSettlement(raceId, [makeSeat(0, username, makeFinish(60), { player, keys })], {
          isPrivate: true,
          startsAt: Date.now() - 120_000,
        }),
      )
      const read = async (token: string | undefined) => {
        const path = `GET /api/races/${encodeURIComponent(raceId)}`
        const all = NODES.flatMap(at => [path, `${path}/keys`].map(what => ({ at, what })))
        return await Promise.all(
          all.map(async ({ at, what }) => (await askGateway(cluster, at, what, undefined, { token })).status),
        )
      }
      const [shown, unknown] = [Array(4).fill(200), Array(4).fill(404)]
      expect(await read(guest)).toEqual(shown)
      const token =
        (await post(0, '/api/account', { username, passphrase: PASSPHRASE }, guest)).body.token ?? ''
      expect([await read(guest), await read(token)]).toEqual([unknown, shown])
      const fresh = await end({ username, token }, node)
      expect([await read(guest), await read(token)]).toEqual([unknown, unknown])
      expect(await read(fresh)).toEqual(fresh === undefined ? unknown : shown)
      expect(fresh === undefined).toBe(name === 'a deletion')
    }
  },
)
