import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Door, startCluster, type TestCluster } from '../cluster.ts'
import { loggedIn } from '../player.ts'
import { humanKeys, readyTypist, type Typist } from '../typist.ts'
import { typeAt } from './arrival-racing.ts'

let cluster: TestCluster

// The public queue: whoever asks here races, since the tests of this file come one after the other.
beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, edges: 1 })
})
afterAll(() => cluster.close())

const WEBSOCKET: Door = { over: 'websocket', node: 0 }
const OTHER_WEBSOCKET: Door = { over: 'websocket', node: 1 }
const TCP: Door = { over: 'tcp', node: 0 }

type Shown = {
  readonly endedAt: number | null
  readonly text: { readonly chars: number; readonly text?: string }
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly curves: Readonly<Record<string, readonly unknown[]>>
}

const ask = async (gateway: number, path: string, token?: string) => {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const port = cluster.gateways[gateway]?.ports['http']
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers })
  return { status: response.status, body: (await response.json()) as unknown }
}

const shown = async (race: string, gateway = 0): Promise<Shown> => {
  const { status, body } = await ask(gateway, `/api/races/${race}`)
  expect(status).toBe(200)
  return body as Shown
}

const onBoardOf = (gateway: number, name: string) =>
  expect
    .poll(async () => {
      const { data } = (await ask(gateway, '/api/leaderboard?limit=100&timed=any')).body as {
        data: { username: string }[]
      }
      return data.map(({ username }) => username)
    })
    .toContain(name)

const rowOf = <Row extends { readonly username?: unknown }>(
  { rows }: { readonly rows: readonly Row[] },
  name: string,
) => rows.find(({ username }) => username === name)

/** Of its one race: what is kept of a player, as the counts have it. */
const counts = async (name: string) => {
  const { races = 0, wins = 0 } = (await cluster.scores.playerProfile(name)) ?? {}
  const board = await cluster.scores.leaderboard({ window: 'all', timed: 'any', limit: 100, at: Date.now() })
  return { races, wins, onBoard: board.find(({ username }) => username === name)?.races ?? 0 }
}

it('[FAULT-9] by contract A a result is on the board of every node while the other player still types', async () => {
  const ani = await loggedIn(cluster.connect(WEBSOCKET, 'a-ani'))
  const budi = await loggedIn(cluster.connect(TCP, 'a-budi'))
  for (const one of [ani, budi]) one.send({ type: 'req_matchmaking' })
  const text = String((await ani.next('start_game'))['text'])
  await budi.next('start_game')
  await typeAt(ani, text, 230)
  const race = String((await ani.next('game_over'))['race'])
  budi.send({ type: 'progress', progress: 20, wpm: 40 })
  for (const gateway of [0, 1]) await onBoardOf(gateway, 'a-ani')

  const stored = await cluster.scores.raceResults(race)
  expect(stored).toMatchObject({ endedAt: null, rows: [{ username: 'a-ani', timed: 'arrival', won: false }] })
  expect(stored?.rows[0]).not.toHaveProperty('place')
  expect(await counts('a-ani')).toEqual({ races: 1, wins: 0, onBoard: 1 })
  expect(await counts('a-budi')).toEqual({ races: 0, wins: 0, onBoard: 0 })

  budi.send({ type: 'finish', wpm: 40 })
  const { rows } = await cluster.settled(race)
  expect(rowOf({ rows }, 'a-ani')).toMatchObject({ place: 1, won: true })
  expect(rowOf({ rows }, 'a-budi')).toMatchObject({ state: 'finished', place: 2, won: false, review: true })
  // What keys have not verified is no win, and what was put in review is on no board.
  expect(await counts('a-ani')).toEqual({ races: 1, wins: 0, onBoard: 1 })
  expect(await counts('a-budi')).toEqual({ races: 1, wins: 0, onBoard: 0 })
  for (const one of [ani, budi]) one.close()
})

it('[FAULT-9] by protocol v1 a result is stored with its keys while the other player still types', async () => {
  const [ani, budi, race] = await twoOfV1('v1')
  const text = race.text.text
  const keys = humanKeys(text, 230, 1)
  const others = humanKeys(text, 60, 2)
  const typing = budi.type(others.slice(0, 20))
  await ani.type(keys)
  await onBoardOf(1, 'ani-v1')
  const stored = await cluster.scores.raceResults(race.id)
  const seat = stored?.rows[0]?.seat ?? -1
  expect(stored).toMatchObject({ endedAt: null, rows: [{ username: 'ani-v1', accuracy: 1 }] })
  expect(stored?.keyLogs[seat]?.map(([at, key]) => [at, key])).toEqual(keys)
  await typing
  budi.player.send({ type: 'leave_race' })
  const { rows } = await cluster.settled(race.id)
  expect(rowOf({ rows }, 'ani-v1')).toMatchObject({ place: 1, won: true })
  expect(rowOf({ rows }, 'budi-v1')).toMatchObject({ state: 'left', won: false })
  expect(await counts('ani-v1')).toEqual({ races: 1, wins: 1, onBoard: 1 })
  for (const { player } of [ani, budi]) player.close()
})

it('[HTTP-5] the link of a race works from its first second, without the text before the start or curves of who still types', async () => {
  const [ani, budi, race] = await twoOfV1('link')
  const announced = await shown(race.id, 1)
  expect(announced).toMatchObject({ endedAt: null, cancelled: false, curves: {} })
  expect(announced.text).not.toHaveProperty('text')
  expect(announced.rows.map(({ state, won }) => [state, won])).toEqual([
    ['racing', false],
    ['racing', false],
  ])
  const text = race.text.text
  const typing = budi.type(humanKeys(text, 60, 2).slice(0, 20))
  await ani.type(humanKeys(text, 230, 1))
  await ani.player.next('game_over')
  await expect.poll(async () => Object.keys((await shown(race.id)).curves).length).toBe(1)
  const running = await shown(race.id)
  expect(running).toMatchObject({ endedAt: null, text: { text } })
  expect(rowOf(running, 'ani-link')).toMatchObject({ state: 'finished', place: 1, won: true, accuracy: 1 })
  expect(rowOf(running, 'budi-link')).toMatchObject({ state: 'racing', won: false })
  expect(Object.keys(running.curves)).toEqual([String(rowOf(running, 'ani-link')?.['seat'])])
  await typing
  budi.player.send({ type: 'leave_race' })
  await expect.poll(async () => (await shown(race.id)).endedAt).toEqual(expect.any(Number))
  expect(rowOf(await shown(race.id), 'budi-link')).toMatchObject({ state: 'left', reason: 'left' })
  for (const { player } of [ani, budi]) player.close()
})

it('[HTTP-36] a hidden race is shown to those who race in it alone, while it runs and afterwards', async () => {
  const [ani, budi, race] = await twoOfV1('room', 'a-room')
  const path = `/api/races/${race.id}`
  const stranger = await readyTypist(cluster.connect(OTHER_WEBSOCKET, 'stranger'))
  for (const token of [undefined, stranger.token, 'x.y'])
    expect(await ask(0, path, token)).toMatchObject({ status: 404, body: { code: 'not_found' } })
  expect(await ask(1, path, budi.token)).toMatchObject({ status: 200, body: { endedAt: null } })
  const keys = humanKeys(race.text.text, 230, 1)
  await ani.type(keys)
  await onBoardOf(0, 'ani-room')
  expect((await ask(0, path, stranger.token)).status).toBe(404)
  expect(await ask(0, path, ani.token)).toMatchObject({ status: 200, body: { endedAt: null } })
  for (const node of [0, 1]) {
    const { races } = (await ask(node, '/api/live', ani.token)).body as { races: { id: string }[] }
    expect(races.map(({ id }) => id)).not.toContain(race.id)
  }
  budi.player.send({ type: 'leave_race' })
  await cluster.settled(race.id)
  const unknown = await ask(0, '/api/races/r-unknown')
  for (const token of [undefined, stranger.token]) {
    for (const node of [0, 1]) expect(await ask(node, path, token)).toEqual(unknown)
    expect(await ask(0, `${path}/keys`, token)).toEqual(unknown)
  }
  for (const { token } of [ani, budi]) {
    const seen = await ask(1, path, token)
    expect(seen).toMatchObject({ status: 200, body: { id: race.id, endedAt: expect.any(Number) } })
    expect(JSON.stringify(seen.body)).not.toContain('isPrivate')
  }
  for (const { player } of [ani, budi, stranger]) player.close()
})

/** Two v1 players on two nodes, and their race once it is announced. */
const twoOfV1 = async (name: string, room?: string) => {
  const ani = await readyTypist(cluster.connect(WEBSOCKET, `ani-${name}`))
  const budi = await readyTypist(cluster.connect(OTHER_WEBSOCKET, `budi-${name}`))
  for (const { player } of [ani, budi]) player.send({ type: 'req_matchmaking', room })
  const [race] = await Promise.all([ani.matched(), budi.matched()])
  return [ani, budi, race] as const satisfies readonly [Typist, Typist, unknown]
}
