import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { overTcp, overWebSocket, type Player } from '../player.ts'
import { openTcpProxy, perfectLine, type TcpProxy } from '../tcp-proxy.ts'
import { humanKeys, type Key, meet, Typist, trueWpm } from '../typist.ts'

let cluster: TestCluster
const lines: TcpProxy[] = []

beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, edges: 2, matchmaker: { length: 'medium' } })
})
afterAll(async () => {
  await Promise.all(lines.map(line => line.close()))
  await cluster.close()
})

const DELAYS_MS = [0, 50, 300, 600]
const portOf = (over: 'websocket' | 'tcp', node: number): number =>
  (over === 'tcp' ? cluster.edges[node]?.ports['race'] : cluster.gateways[node]?.ports['http']) ?? 0

const connect = (over: 'websocket' | 'tcp', port: number, name: string): Promise<Player> =>
  over === 'tcp' ? overTcp(port, name) : overWebSocket(port, name)

const ready = async (connecting: Promise<Player>, echoOf?: (now: number) => object): Promise<Typist> => {
  const typist = new Typist(await connecting)
  await typist.login()
  await typist.measureClock(echoOf)
  return typist
}

/** The instants at which the first key and the last one count. */
const datesOf = async (typist: Typist) => {
  const { rows, keyLogs } = await cluster.settled(typist.race?.id ?? '')
  const seat = typist.race?.seat ?? -1
  const log = keyLogs[seat] ?? []
  const [first, last] = [log[0], log.at(-1)]
  const row = rows[seat]
  if (first === undefined || last === undefined || row?.state !== 'finished')
    throw new Error(`${typist.player.name} did not finish`)
  return { wpm: row.wpm, firstMs: Math.min(first[0], first[2] ?? first[0]), lastMs: last[2] ?? last[0] }
}

it('[ALLOWANCE-5] honest players at 0, 50, 300 and 600 ms on two nodes and at both doors differ by less than 0.5 %', async () => {
  const typists = await Promise.all(
    DELAYS_MS.flatMap((delayMs, i) =>
      (['websocket', 'tcp'] as const).map(async (over, j) => {
        const line = await openTcpProxy(
          { host: '127.0.0.1', port: portOf(over, (i + j) % 2) },
          { ...perfectLine, delayMs },
        )
        lines.push(line)
        return await ready(connect(over, line.port, `${over}-${delayMs}`))
      }),
    ),
  )
  const [race] = await meet(typists, 'honest')
  const keysOf = (i: number) => humanKeys(race?.text.text ?? '', 90, 30 + i)
  await Promise.all(typists.map((typist, i) => typist.type(keysOf(i))))
  for (const [i, typist] of typists.entries()) {
    const { wpm } = await datesOf(typist)
    const change = wpm / trueWpm(keysOf(i)) - 1
    console.log(`${typist.player.name}: ${(100 * change).toFixed(3)} %`)
    expect(Math.abs(change)).toBeLessThan(0.005)
  }
})

type Liar = {
  readonly name: string
  readonly connecting: () => Promise<Player>
  readonly echoOf?: (now: number) => object
  readonly claimOf: (pressedMs: number, part: number) => number
}

it('[ALLOWANCE-5] clients on loopback that lie gain at most 60 ms, on two nodes and at both doors', async () => {
  const compressed = (at: number, part: number) => at - 1_000 * part
  const shifted = (at: number) => at - 1_000
  let oldest: number | undefined
  const old = (now: number) => {
    oldest ??= now
    return { echo: oldest, heldMs: 0 }
  }
  const unheld = (now: number) => ({ echo: now, heldMs: 0 })
  const liars: readonly Liar[] = [
    {
      name: 'old echo',
      connecting: () => connect('websocket', portOf('websocket', 0), 'old-echo'),
      echoOf: old,
      claimOf: shifted,
    },
    {
      name: 'compressed',
      connecting: () => connect('websocket', portOf('websocket', 1), 'compressed'),
      echoOf: unheld,
      claimOf: compressed,
    },
    {
      name: 'held pongs',
      connecting: () => overWebSocket(portOf('websocket', 0), 'held-pongs', '/ws', undefined, 1_000),
      echoOf: unheld,
      claimOf: compressed,
    },
    {
      name: 'tcp, shifted',
      connecting: () => connect('tcp', portOf('tcp', 0), 'tcp-shifted'),
      echoOf: unheld,
      claimOf: shifted,
    },
    {
      name: 'tcp, compressed',
      connecting: () => connect('tcp', portOf('tcp', 1), 'tcp-compressed'),
      echoOf: unheld,
      claimOf: compressed,
    },
  ]
  const typists = await Promise.all(liars.map(({ connecting, echoOf }) => ready(connecting(), echoOf)))
  const [race] = await meet(typists, 'liars')
  const keysOf = (i: number): Key[] => humanKeys(race?.text.text ?? '', 199, 50 + i, 1_100)
  await Promise.all(typists.map((typist, i) => typist.claim(keysOf(i), liars[i]?.claimOf ?? (at => at))))
  for (const [i, typist] of typists.entries()) {
    const keys = keysOf(i)
    const [first = 0, last = 0] = [keys[0]?.[0], keys.at(-1)?.[0]]
    const { firstMs, lastMs } = await datesOf(typist)
    console.log(`${liars[i]?.name}: ${(last - lastMs).toFixed(1)} ms of race time`)
    expect(last - lastMs).toBeLessThanOrEqual(60)
    expect(last - first - (lastMs - firstMs)).toBeLessThanOrEqual(60)
  }
})
