import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { overWebSocket } from '../player.ts'
import { openTcpProxy, perfectLine } from '../tcp-proxy.ts'
import { humanKeys, meet, readyTypist, trueWpm } from '../typist.ts'

const DELAY_MS = 300

let cluster: TestCluster

beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, matchmaker: { length: 'medium' } })
})
afterAll(() => cluster.close())

it('[V1-6] [V1-7] [V1-12] [V1-17] 300 ms of added constant delay changes the wpm by less than 0.5 %', async () => {
  const [near, far] = cluster.gateways.map(({ ports }) => ports['http'] ?? 0)
  const line = await openTcpProxy(
    { host: '127.0.0.1', port: far ?? 0 },
    { ...perfectLine, delayMs: DELAY_MS },
  )
  const ani = await readyTypist(overWebSocket(near ?? 0, 'near'))
  const budi = await readyTypist(overWebSocket(line.port, 'far'))
  const [race] = await meet([ani, budi], 'delay')
  const plan = ani.player.all('matched')[0]?.['race'] as {
    seats: readonly { username: string; creditMs: number }[]
  }
  const creditOf = (name: string) => plan.seats.find(({ username }) => username === name)?.creditMs ?? -1
  expect(creditOf('near')).toBeLessThan(creditOf('far'))
  // The round trip and the slack.
  expect(creditOf('far')).toBeGreaterThanOrEqual(2 * DELAY_MS + 50)

  // The far one ends 150 ms earlier, and its last key comes 150 ms later.
  const far150 = humanKeys(race?.text.text ?? '', 150, 11)
  const endsMs = (far150.at(-1)?.[0] ?? 0) + 150
  const near150 = humanKeys(race?.text.text ?? '', 150, 12).map(
    ([at, key], _, keys) => [Math.round((at * endsMs) / (keys.at(-1)?.[0] ?? 1)), key] as const,
  )
  await Promise.all([ani.type(near150), budi.type(far150)])
  const first = await budi.player.nextHeard('game_over')
  const second = await ani.player.nextHeard('game_over')
  expect(first.message).toMatchObject({ result: 'won', place: 1 })
  expect(second.message).toMatchObject({ result: 'lost', place: 2 })

  const { rows } = await cluster.settled(race?.id ?? '')
  for (const [name, keys] of [
    ['near', near150],
    ['far', far150],
  ] as const) {
    const row = rows.find(({ username }) => username === name)
    if (row?.state !== 'finished') throw new Error(`${name} did not finish`)
    console.log(`${name}: ${row.wpm.toFixed(2)} wpm stored, ${trueWpm(keys).toFixed(2)} typed`)
    expect(row.wpm / trueWpm(keys)).toBeLessThan(1.005)
    // The near one has next to no credit: its last key counts when it came, which may be late on a busy machine.
    const least = name === 'far' ? 0.995 * trueWpm(keys) : ani.wpmHadItLasted(second.at)
    expect(row.wpm).toBeGreaterThan(least)
  }
  await line.close()
})
