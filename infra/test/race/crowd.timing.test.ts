import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Door, startProcessCluster, type TestCluster } from '../cluster.ts'
import { loggedIn, type Player } from '../player.ts'
import { sized } from '../proof/full-size.ts'
import { humanKeys, readyTypist, type Typist } from '../typist.ts'

const RACES = sized(300, 40)
const MINUTES_10 = 600_000

let cluster: TestCluster

beforeAll(async () => {
  cluster = await startProcessCluster({ gateways: 2, edges: 1, matchmakers: 2 })
})
afterAll(() => cluster.close())

const DOORS: readonly Door[] = [
  { over: 'websocket', node: 0 },
  { over: 'websocket', node: 1 },
  { over: 'tcp', node: 0 },
]
const door = (i: number): Door => DOORS[i % DOORS.length] ?? { over: 'tcp', node: 0 }

it(
  `[V1-14] ${RACES} races at once over two gateways and a tcp-edge: all settle, no row missing or twice`,
  async () => {
    // A third of the races by contract A, a third by keys, and a third with one of each.
    const pairs: (readonly [Player | Typist, Player | Typist])[] = []
    for (let i = 0; i < RACES; i++) {
      const first = cluster.connect(door(i), `first-${i}`)
      const second = cluster.connect(door(i + 1), `second-${i}`)
      pairs.push([
        await (i % 3 === 1 ? readyTypist(first) : loggedIn(first)),
        await (i % 3 === 0 ? loggedIn(second) : readyTypist(second)),
      ])
    }
    const races: string[] = []
    const running = pairs.flatMap((players, i) =>
      players.map((one, seat) => {
        playerOf(one).send({ type: 'req_matchmaking', room: `race-${i}` })
        return raceThrough(one, 180 + ((i * 7 + seat * 13) % 50), i * 2 + seat, races)
      }),
    )
    await Promise.all(running)
    const ids = new Set(races)
    expect(ids.size).toBe(RACES)
    const all = await Promise.all([...ids].map(id => cluster.settled(id)))
    for (const { rows } of all) {
      expect(rows.map(({ state }) => state)).toEqual(['finished', 'finished'])
      expect(rows.map(row => (row.state === 'finished' ? row.place : 0)).sort()).toEqual([1, 2])
    }
    const profiles = await Promise.all(
      all.flatMap(({ rows }) => rows).map(({ username }) => cluster.scores.playerProfile(username)),
    )
    expect(profiles.map(profile => profile?.races)).toEqual(profiles.map(() => 1))
  },
  MINUTES_10,
)

const playerOf = (one: Player | Typist): Player => ('player' in one ? one.player : one)

/** One player's whole race; notes which it was once it is over. */
const raceThrough = async (
  one: Player | Typist,
  wpm: number,
  seed: number,
  races: string[],
): Promise<void> => {
  const player = playerOf(one)
  if ('player' in one) {
    const { text } = await one.matched()
    await one.type(humanKeys(text.text, wpm, seed))
  } else {
    const text = String((await player.next('start_game'))['text'])
    await claimAt(player, (12_000 * text.length) / wpm)
  }
  races.push(String((await player.next('game_over', 60_000))['race']))
}

const claimAt = (player: Player, afterMs: number): Promise<void> =>
  new Promise(resolve => {
    const startedAt = performance.now()
    const timer = setInterval(() => {
      const share = (performance.now() - startedAt) / afterMs
      player.send({ type: 'progress', progress: Math.min(99, Math.floor(100 * share)), wpm: 60 })
    }, 400)
    setTimeout(() => {
      clearInterval(timer)
      player.send({ type: 'finish', wpm: 60 })
      resolve()
    }, afterMs)
  })
