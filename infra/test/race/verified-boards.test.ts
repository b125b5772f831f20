import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AskPostgres, askPostgres } from '../../local/ask-postgres.ts'
import { startCluster, type TestCluster } from '../cluster.ts'
import { type Message, overTcp, overWebSocket, type Player } from '../player.ts'
import { humanKeys, readyTypist, type Typist } from '../typist.ts'
import { connectBy, typeAt, WAYS, type Way } from './arrival-racing.ts'

type Row = { readonly username: string; readonly wpm: number; readonly timed: string; readonly race: string }

let cluster: TestCluster
let sql: AskPostgres

// The public queue: whoever asks here races, since the tests of this file come one after the other.
beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, edges: 2, matchmaker: { length: 'short' } })
  sql = await askPostgres(cluster.databaseUrl)
})
afterAll(async () => {
  await sql?.close()
  await cluster.close()
})

const boardOf = async (node: number, query = ''): Promise<readonly Row[]> => {
  const port = cluster.gateways[node]?.ports['http']
  const answer = await fetch(`http://127.0.0.1:${port}/api/leaderboard?limit=100${query}`)
  return ((await answer.json()) as { data: readonly Row[] }).data
}
const namesOf = (rows: unknown) => (rows as readonly Row[]).map(({ username }) => username)

const enter = async (way: Way, name: string): Promise<Player> => {
  const player = await connectBy(cluster, way, name)
  if (way.over !== '/stream') player.send({ type: 'login', username: name })
  await player.next('res_leaderboard')
  return player
}

const typistAt = (node: number, name: string): Promise<Typist> =>
  readyTypist(overWebSocket(cluster.gateways[node]?.ports['http'] ?? 0, name))

/** Resolves when the matchmaker has rated the race, or found nothing in it to rate. */
const rated = (race: string): Promise<void> =>
  expect
    .poll(async () => {
      const rows = await sql.rows('select 1 from races where id = $1 and rated_at is not null', [race])
      return rows.length
    })
    .toBe(1)

/** 25 is where everyone begins. */
const muOf = async (name: string): Promise<number> => {
  const rows = await sql.rows<{ mu: number }>('select rating_mu as mu from players where name = $1', [name])
  return rows[0]?.mu ?? 25
}

/** A race in the public queue of a player of contract A and one of v1; resolves at the start. */
const publicRace = async (claimant: Player, typist: Typist) => {
  for (const player of [claimant, typist.player]) player.send({ type: 'req_matchmaking' })
  const view = await typist.matched()
  const text = String((await claimant.next('start_game'))['text'])
  return { race: view.id, text }
}

describe.each(WAYS)('contract A over %s', (over, own, other) => {
  const suffix = over.replace('/', '')

  it('[VERIFIED-3] one finish without progress has won, and is on no leaderboard, no win and not rated', async () => {
    const cheat = await enter(own, `Cheat ${suffix}`)
    const typist = await typistAt(other.node, `Ani ${suffix}`)
    const { race, text } = await publicRace(cheat, typist)
    // At a speed that a human may have.
    await pause((12_000 * text.length) / 230)
    cheat.send({ type: 'finish', wpm: 200 })
    const over = await cheat.next('game_over')
    expect(over).toMatchObject({ result: 'won', reason: 'finish', winner: cheat.name, place: 1 })
    expect(namesOf(over['leaderboard'])).not.toContain(cheat.name)
    await typist.type(humanKeys(text, 120, 5))
    expect(await typist.player.next('race_over')).toMatchObject({ rated: false })

    const { rows } = await cluster.settled(race)
    expect(rows.find(({ username }) => username === cheat.name)).toMatchObject({
      review: true,
      timed: 'arrival',
    })
    await rated(race)
    for (const node of [0, 1]) {
      await expect.poll(async () => namesOf(await boardOf(node))).toContain(typist.player.name)
      for (const timed of ['keys', 'arrival', 'any'])
        expect(namesOf(await boardOf(node, `&timed=${timed}`))).not.toContain(cheat.name)
    }
    cheat.send({ type: 'req_leaderboard' })
    expect(namesOf((await cheat.next('res_leaderboard'))['data'])).not.toContain(cheat.name)
    expect(await cluster.scores.playerProfile(cheat.name)).toMatchObject({ wins: 0 })
    for (const name of [cheat.name, typist.player.name]) expect(await muOf(name)).toBe(25)
    for (const player of [cheat, typist.player]) player.close()
  })

  it('[VERIFIED-2] a result timed by arrival is on the boards that its client sees, and not on the default one', async () => {
    const player = await enter(own, `Budi ${suffix}`)
    const opponent = await enter(other, `Citra ${suffix}`)
    for (const one of [player, opponent]) one.send({ type: 'req_matchmaking' })
    const text = String((await player.next('start_game'))['text'])
    await typeAt(player, text, 200)
    const over = await player.next('game_over')
    const race = String(over['race'])
    const ownRow = (rows: unknown) =>
      (rows as readonly Row[]).find(({ username }) => username === player.name)
    expect(over).toMatchObject({ result: 'won' })
    expect(ownRow(over['leaderboard'])).toMatchObject({ timed: 'arrival', race })
    expect(ownRow((await player.next('res_leaderboard'))['data'])).toMatchObject({ timed: 'arrival', race })
    const isOwnUpdate = ({ type, leaderboard }: Message) =>
      type === 'leaderboard_update' && ownRow(leaderboard) !== undefined
    expect(
      opponent.heard.some(({ message }) => isOwnUpdate(message)) || (await opponent.next(isOwnUpdate)),
    ).toBeTruthy()
    opponent.close()

    await cluster.settled(race)
    for (const node of [0, 1]) {
      for (const timed of ['arrival', 'any'])
        await expect
          .poll(async () => ownRow(await boardOf(node, `&timed=${timed}`)))
          .toMatchObject({ timed: 'arrival', race })
      for (const query of ['', '&timed=keys', '&window=day'])
        expect(ownRow(await boardOf(node, query))).toBeUndefined()
    }
    expect(await cluster.scores.playerProfile(player.name)).toMatchObject({ races: 1, wins: 0 })
    player.close()
  })
})

it.each(['websocket', 'tcp'] as const)(
  '[VERIFIED-1] v1 over %s receives the verified board, and the others on request',
  async over => {
    const typist = await readyTypist(cluster.connect({ over, node: 1 }, `Dewi ${over}`))
    const opponent = await enter({ over: '/ws', node: 0 }, `Eko ${over}`)
    const { race, text } = await publicRace(opponent, typist)
    await Promise.all([typist.type(humanKeys(text, 130, 3)), typeAt(opponent, text, 100)])
    await cluster.settled(race)
    const board = async (query: { readonly timed?: string; readonly window?: string }): Promise<Message> => {
      const { timed = 'keys' } = query
      typist.player.send({ type: 'req_leaderboard', ...query })
      // Another one, of the verified board, follows the end of the race.
      return await typist.player.next(
        message => message.type === 'res_leaderboard' && message['timed'] === timed,
      )
    }
    await expect.poll(async () => namesOf((await board({}))['data'])).toContain(`Dewi ${over}`)
    const verified = await board({})
    expect(verified).toMatchObject({ window: 'all', timed: 'keys' })
    for (const { timed } of verified['data'] as readonly Row[]) expect(timed).toBe('keys')
    const arrival = await board({ timed: 'arrival', window: 'day' })
    expect(arrival).toMatchObject({ timed: 'arrival' })
    for (const { timed } of arrival['data'] as readonly Row[]) expect(timed).toBe('arrival')
    // The other node answers with a copy for 0.4 s.
    await expect
      .poll(async () => namesOf((await boardOf(0, '&timed=any')).slice(0, 10)))
      .toEqual(namesOf((await board({ timed: 'any' }))['data']))
    typist.player.send({ type: 'req_leaderboard', timed: 'all' })
    expect(await typist.player.next('error')).toMatchObject({ code: 'bad_field' })
    for (const player of [typist.player, opponent]) player.close()
  },
)

describe('a private room', () => {
  /** Two v1 players at two nodes, by WebSocket and TCP, race in a room to the end. */
  const raceInRoom = async (room: string, rates: readonly [ani: boolean, budi: boolean]) => {
    const typists = await Promise.all([
      typistAt(0, `Ani ${room}`),
      readyTypist(overTcp(cluster.edges[1]?.ports['race'] ?? 0, `Budi ${room}`)),
    ])
    for (const [i, { player }] of typists.entries())
      player.send({ type: 'req_matchmaking', room, seats: 2, ...(rates[i] ? { rated: true } : {}) })
    const [view] = await Promise.all(typists.map(typist => typist.matched()))
    const text = view?.text.text ?? ''
    await Promise.all(typists.map((typist, i) => typist.type(humanKeys(text, 130 - 10 * i, i))))
    const over = await Promise.all(
      typists.map(async ({ player }) => [
        (await player.next('game_over'))['rated'],
        (await player.next('race_over'))['rated'],
      ]),
    )
    await cluster.settled(view?.id ?? '')
    await rated(view?.id ?? '')
    for (const { player } of typists) player.close()
    const mus = await Promise.all(typists.map(({ player }) => muOf(player.name)))
    return { over: over.flat(), mus }
  }

  it('[VERIFIED-4] is rated when everyone in it agreed', async () => {
    const { over, mus } = await raceInRoom('all-agree', [true, true])
    expect(over).toEqual([true, true, true, true])
    expect(mus[0]).toBeGreaterThan(25)
    expect(mus[1]).toBeLessThan(25)
  })

  it.each([
    ['nobody', [false, false]],
    ['one', [true, false]],
  ] as const)('[VERIFIED-4] is not rated when %s agreed', async (who, rates) => {
    const { over, mus } = await raceInRoom(`agreed-${who}`, rates)
    expect(over).toEqual([false, false, false, false])
    expect(mus).toEqual([25, 25])
  })
})
