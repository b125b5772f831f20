import type { LoggedKey } from '@ketik/race'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { askGateway, PASSPHRASE } from '../accounts/web-session.ts'
import { startCluster, type TestCluster } from '../cluster.ts'
import { humanKeys, meet, readyTypist, type Typist } from '../typist.ts'

const NODES = [0, 1] as const

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({ gateways: 2 })
})
afterAll(() => cluster.close())

type Description = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

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

it('[PR2] [PR4] a stranger finds no key of a race in any answer of the interface, nor another racer in any message', async () => {
  const { ani, budi, keys, text, stored } = await race('walk')
  const typed = offsetsOf(...keys)
  const stranger = await readyTypist(cluster.connect({ over: 'websocket', node: 1 }, 'stranger'))
  const { paths } = (await askGateway(cluster, 0, 'GET /api/openapi.json')).body as unknown as Description
  const seen: unknown[] = []
  for (const [path, methods] of Object.entries(paths)) {
    if (!('get' in methods)) continue
    const asked = path
      .replace(/\{(id|race)\}/, stored.id)
      .replace('{seat}', '0')
      .replace('{username}', 'ani-walk')
    expect(asked).not.toContain('{')
    for (const node of NODES) {
      for (const token of [undefined, stranger.token, budi.token]) {
        if (path.endsWith('/keys') && token === budi.token) continue
        const { status, body } = await askGateway(cluster, node, `GET ${asked}`, undefined, { token })
        expect([asked, keysIn(body, typed)]).toEqual([asked, []])
        if (path === '/api/races/{id}') seen.push(status, body)
      }
    }
  }
  for (const { player, keys: own } of [ani, budi, stranger]) {
    const others = offsetsOf(...keys.filter(log => log !== own))
    for (const { message } of player.heard) {
      if (message.type !== 'pong') expect([message, keysIn(message, others)]).toEqual([message, []])
    }
  }
  const chars = [...text].length
  expect(seen).toHaveLength(12)
  expect(seen[1]).toMatchObject({
    rows: [{ username: expect.any(String) }, { username: expect.any(String) }],
    curves: { 0: expect.any(Array), 1: expect.any(Array) },
  })
  const { curves } = seen[1] as { curves: Readonly<Record<string, readonly (readonly [number, number])[]>> }
  for (const curve of Object.values(curves)) {
    expect(curve.length).toBeGreaterThan(chars / 5)
    expect(curve.at(-1)?.[1]).toBe(100)
    for (const [ms] of curve) expect(ms % 50).toBe(0)
  }
  goodbye(ani, budi, stranger)
})

it('[PR3] the keys of a seat go to the player who typed it alone, also after a rename', async () => {
  const { ani, budi, keys, stored } = await race('own', 'own')
  const path = `GET /api/races/${stored.id}/keys`
  const own = (node: number, token: string | undefined) =>
    askGateway(cluster, node, path, undefined, { token })
  const seatOf = (name: string) => stored.rows.find(({ username }) => username === name)?.seat
  for (const node of NODES) {
    for (const [at, typist] of [ani, budi].entries()) {
      const { status, body } = await own(node, typist.token)
      expect([status, body['seat']]).toEqual([200, seatOf(at === 0 ? 'ani-own' : 'budi-own')])
      expect((body['keys'] as LoggedKey[]).map(([ms, key]) => [ms, key])).toEqual(keys[at])
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
