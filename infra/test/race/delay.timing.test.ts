import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { overWebSocket } from '../player.ts'
import { openTcpProxy, perfectLine } from '../tcp-proxy.ts'
import { humanKeys, meet, readyTypist, trueWpm } from '../typist.ts'

const DELAY_MS = 300

let cluster: TestCluster
let race: Awaited<ReturnType<typeof raceOverDelay>>

beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, matchmaker: { length: 'medium' } })
  race = await raceOverDelay()
})
afterAll(() => cluster.close())

/** One race of two equally fast typists; what the far one sends and receives takes 300 ms longer each way. */
const raceOverDelay = async () => {
  const [near, far] = cluster.gateways.map(({ ports }) => ports['http'] ?? 0)
  const line = await openTcpProxy(
    { host: '127.0.0.1', port: far ?? 0 },
    { ...perfectLine, delayMs: DELAY_MS },
  )
  const ani = await readyTypist(overWebSocket(near ?? 0, 'near'))
  const budi = await readyTypist(overWebSocket(line.port, 'far'))
  const [view] = await meet([ani, budi], 'delay')
  const plan = ani.player.all('matched')[0]?.['race'] as {
    seats: readonly { username: string; creditMs: number }[]
  }
  // The far one ends 150 ms earlier, and its last key comes 150 ms later.
  const far150 = humanKeys(view?.text.text ?? '', 150, 11)
  const endsMs = (far150.at(-1)?.[0] ?? 0) + 150
  const near150 = humanKeys(view?.text.text ?? '', 150, 12).map(
    ([at, key], _, keys) => [Math.round((at * endsMs) / (keys.at(-1)?.[0] ?? 1)), key] as const,
  )
  await Promise.all([ani.type(near150), budi.type(far150)])
  const first = await budi.player.nextHeard('game_over')
  const second = await ani.player.nextHeard('game_over')
  const { rows } = await cluster.settled(view?.id ?? '')
  await line.close()
  return { plan, near150, far150, first, second, rows, wpmOfNearAtLeast: ani.wpmHadItLasted(second.at) }
}

describe('a race of a near and a far typist', () => {
  it('[V1-7] the credit of the far one has its round trip', () => {
    const creditOf = (name: string) => race.plan.seats.find(seat => seat.username === name)?.creditMs ?? -1
    expect(creditOf('near')).toBeLessThan(creditOf('far'))
    // The round trip and the slack.
    expect(creditOf('far')).toBeGreaterThanOrEqual(2 * DELAY_MS + 50)
  })

  it('[V1-12] the near one, whose last key arrived first, gets no place before the far one has won', () => {
    expect(race.first.message).toMatchObject({ result: 'won', place: 1 })
    expect(race.second.message).toMatchObject({ result: 'lost', place: 2 })
  })

  it('[V1-17] 300 ms of added constant delay changes the wpm by less than 0.5 %', () => {
    for (const [name, keys] of [
      ['near', race.near150],
      ['far', race.far150],
    ] as const) {
      const row = race.rows.find(({ username }) => username === name)
      if (row?.state !== 'finished') throw new Error(`${name} did not finish`)
      console.log(`${name}: ${row.wpm.toFixed(2)} wpm stored, ${trueWpm(keys).toFixed(2)} typed`)
      expect(row.wpm / trueWpm(keys)).toBeLessThan(1.005)
      // The near one has next to no credit: its last key counts when it came, which may be late on a busy machine.
      const least = name === 'far' ? 0.995 * trueWpm(keys) : race.wpmOfNearAtLeast
      expect(row.wpm).toBeGreaterThan(least)
    }
  })
})
