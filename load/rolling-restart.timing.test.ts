import { setTimeout as pause } from 'node:timers/promises'
import type { RaceView } from '@ketik/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startProcessCluster, type TestCluster } from '../infra/test/cluster.ts'
import { isFullSize, sized } from '../infra/test/proof/full-size.ts'
import { prove } from '../infra/test/proof/prove.ts'
import type { ServiceProcess } from '../infra/test/service-process.ts'
import { humanKeys, type Key } from '../infra/test/typist.ts'
import { ClaimRacer } from './bots/claim-racer.ts'
import { openDoor } from './bots/open-door.ts'
import { Racer } from './bots/racer.ts'

const RACES = sized(200, 20)
const MINUTES_10 = 600_000
/** A v1 player types through all restarts, and is done before a race with a winner at 15 s is closed. */
const TYPED_IN_MS = { alone: 46_000, besideClaims: 42_000 } as const
/** A contract A player cannot move: it gets to its end within the time a node has to drain, 25 s. */
const CLAIMED_IN_MS = 15_000
const DRAINED_WITHIN_MS = 30_000
const NEWCOMERS_AT_ONCE = 20

type Node = { readonly over: 'websocket' | 'tcp'; readonly service: ServiceProcess }

let cluster: TestCluster<ServiceProcess>
/** Where players are let in: what a balancer knows. */
let open: readonly Node[] = []

beforeAll(async () => {
  cluster = await startProcessCluster({
    gateways: 2,
    edges: 2,
    environment: { RACE_LENGTH: 'medium', LOG_LEVEL: 'warn' },
  })
  open = [
    ...cluster.gateways.map(service => ({ over: 'websocket', service }) as const),
    ...cluster.edges.map(service => ({ over: 'tcp', service }) as const),
  ]
})
afterAll(() => cluster?.close())

it(
  `[LOAD-4] all gateways and edges restart, one after the other, under ${RACES} races: all settle, and no key or result is lost`,
  async ({ task }) => {
    const pairs = await seatPairs()
    const views = await Promise.all(pairs.map(pair => match(pair)))
    const racing = Promise.all(pairs.map((pair, i) => race(pair, views[i] ?? [])))
    await started(pairs)
    const [drains, races] = await Promise.all([restartAll(), racing])

    const racers = pairs.flatMap(pair => pair.racers)
    const returns = racers.reduce((sum, racer) => sum + racer.returns, 0)
    console.log(`${racers.length} v1 players came back ${returns} times; drained in ${drains.join(', ')} ms`)
    if (isFullSize())
      prove(
        { task },
        { what: 'slowest drain', measured: Math.max(...drains), most: DRAINED_WITHIN_MS, unit: 'ms' },
      )
    // Whoever was at the first node has moved at least twice.
    expect(returns).toBeGreaterThan(racers.length)
    for (const racer of racers) racer.leave()
    await expectWhole(races)
  },
  MINUTES_10,
)

type Pair = { readonly room: string; readonly racers: readonly Racer[]; readonly claimant?: ClaimRacer }
type Raced = { readonly id: string; readonly typed: ReadonlyMap<string, readonly Key[]> }

let knocks = 0
/** Where the next newcomer goes: some node that takes players now. */
const nextNode = (): Node => {
  const node = open[knocks++ % open.length]
  if (node === undefined) throw new Error('no node takes players')
  return node
}

const portOf = ({ over, service }: Node): number => service.ports[over === 'websocket' ? 'http' : 'race'] ?? 0

const connect = () => {
  const node = nextNode()
  return openDoor({ over: node.over, port: portOf(node) })
}

/** Three races in four between v1 players; in each fourth, one of contract A. Neighbours knock at different nodes. */
const seatPairs = async (): Promise<readonly Pair[]> => {
  const pairs: Pair[] = []
  for (let i = 0; i < RACES; i += NEWCOMERS_AT_ONCE) {
    pairs.push(...(await Promise.all(Array.from({ length: NEWCOMERS_AT_ONCE }, (_, j) => seatPair(i + j)))))
  }
  return pairs
}

const seatPair = async (i: number): Promise<Pair> => {
  const room = `rolling-${i}`
  const one = await newRacer(`one-${i}`, i % 2 === 0)
  if (i % 4 === 3) {
    const claimant = new ClaimRacer({ name: `claims-${i}`, connect })
    await claimant.enter()
    return { room, racers: [one], claimant }
  }
  return { room, racers: [one, await newRacer(`other-${i}`, i % 3 === 0)] }
}

/** `isPrompt`: it goes as soon as a node asks for it, and not at the end of the time given. */
const newRacer = async (name: string, isPrompt: boolean): Promise<Racer> => {
  const racer = new Racer({ name, connect, chance: () => (isPrompt ? 0 : 1) })
  await racer.enter()
  return racer
}

const match = async ({ room, racers, claimant }: Pair): Promise<readonly RaceView[]> => {
  for (const racer of racers) racer.ask({ room })
  claimant?.ask({ room })
  return await Promise.all(racers.map(racer => racer.matched()))
}

const started = async (pairs: readonly Pair[]): Promise<void> => {
  const untilStartMs = pairs.flatMap(({ racers }) => racers.map(racer => racer.untilStartMs))
  await pause(Math.max(...untilStartMs))
}

const race = async ({ racers, claimant }: Pair, views: readonly RaceView[]): Promise<Raced> => {
  const text = views[0]?.text.text ?? ''
  const chars = [...text].length
  const claimed = claimant?.raceAt((12_000 * (chars - 1)) / CLAIMED_IN_MS) ?? { result: 'won' }
  const typed = new Map<string, readonly Key[]>()
  const typing = Promise.all(
    racers.map(async (racer, i) => {
      const typedInMs = claimant === undefined ? TYPED_IN_MS.alone + 1_000 * i : TYPED_IN_MS.besideClaims
      const keys = humanKeys(text, (12_000 * chars) / typedInMs, chars + i)
      typed.set(racer.name, keys)
      await racer.raceThrough(keys)
    }),
  )
  const [outcome] = await Promise.all([claimed, typing])
  expect(outcome).toMatchObject({ result: 'won' })
  return { id: views[0]?.id ?? '', typed }
}

/** Each node in its turn: a new one takes players, then the old one is told to stop. Milliseconds that each took to go. */
const restartAll = async (): Promise<readonly number[]> => {
  const drains: number[] = []
  for (const old of open) {
    const service = await (old.over === 'websocket' ? cluster.addGateway() : cluster.addEdge())
    open = [...open.filter(node => node !== old), { over: old.over, service }]
    const toldAt = performance.now()
    old.service.signal('SIGTERM')
    expect(await old.service.exited).toBe('code 0')
    drains.push(Math.round(performance.now() - toldAt))
  }
  return drains
}

const expectWhole = async (races: readonly Raced[]): Promise<void> => {
  const all = await Promise.all(races.map(({ id }) => cluster.settled(id)))
  for (const [i, { rows, keyLogs }] of all.entries()) {
    expect(rows.map(({ state }) => state)).toEqual(['finished', 'finished'])
    expect(rows.map(row => (row.state === 'finished' ? row.place : 0)).sort()).toEqual([1, 2])
    for (const [username, keys] of races[i]?.typed ?? []) {
      const seat = rows.find(row => row.username === username)?.seat ?? -1
      expect(keyLogs[seat]?.map(([at, key]) => [at, key])).toEqual(keys)
    }
  }
  const names = all.flatMap(({ rows }) => rows.map(({ username }) => username))
  const profiles = await Promise.all(names.map(name => cluster.scores.playerProfile(name)))
  expect(profiles.map(profile => profile?.races)).toEqual(names.map(() => 1))
}
