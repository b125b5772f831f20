import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AskPostgres, askPostgres } from '../../local/ask-postgres.ts'
import { startCluster, type TestCluster } from '../cluster.ts'
import { humanKeys, readyTypist, type Typist } from '../typist.ts'

/** Ends well before the grace of a connection that is lost at the start. */
const RACE_MS = 25_000

let cluster: TestCluster
let sql: AskPostgres
beforeAll(async () => {
  const matchmaker = { length: 'short', raceMsMin: RACE_MS, slowestWpm: 1_000_000 } as const
  cluster = await startCluster({ gateways: 2, matchmaker })
  sql = await askPostgres(cluster.databaseUrl)
})
afterAll(async () => {
  await sql.close()
  await cluster.close()
})

const typistAt = (node: number, name: string) =>
  readyTypist(cluster.connect({ over: 'websocket', node }, name))

it('[BOARD-14] a lost connection is not rated when the race ends within its grace; leaving is, and so is a late loss', async () => {
  const ani = await typistAt(0, 'Ani')
  const budi = await typistAt(1, 'Budi')
  const citra = await typistAt(1, 'Citra')
  const dedi = await typistAt(0, 'Dedi')
  const all: readonly Typist[] = [ani, budi, citra, dedi]
  for (const { player } of all) {
    player.send({ type: 'req_matchmaking', room: 'lost', seats: all.length, rated: true })
  }
  const [view] = await Promise.all(all.map(typist => typist.matched()))
  const text = view?.text.text ?? ''
  const firstKey = (typist: Typist, seed: number) => typist.type(humanKeys(text, 130, seed).slice(0, 1))

  await Promise.all([firstKey(ani, 1), firstKey(citra, 3)])
  ani.player.destroy()
  citra.player.send({ type: 'leave_race' })
  void dedi.type(humanKeys(text, 50, 4))
  await budi.type(humanKeys(text, 130, 2))
  await dedi.player.next(
    ({ type, state, seat }) => type === 'seat' && state === 'finished' && seat === budi.race?.seat,
  )
  dedi.stop()
  dedi.player.destroy()

  const { rows } = await cluster.settled(view?.id ?? '')
  const stateOf = (typist: Typist) => rows.find(({ seat }) => seat === typist.race?.seat)
  expect(all.map(stateOf)).toMatchObject([
    { state: 'left', reason: 'timeout' },
    { state: 'finished', place: 1 },
    { state: 'left', reason: 'left' },
    { state: 'left', reason: 'timeout' },
  ])
  const muOf = async (name: string) => {
    const found = await sql.rows<{ mu: number }>('select rating_mu as mu from players where name = $1', [
      name,
    ])
    return found[0]?.mu
  }
  await expect.poll(() => muOf('Citra')).toBeLessThan(25)
  expect(await muOf('Ani')).toBe(25)
  expect(await muOf('Budi')).toBeGreaterThan(25)
  expect(await muOf('Dedi')).toBe(await muOf('Citra'))
  for (const { player } of [budi, citra]) player.close()
})
