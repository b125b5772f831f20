import { setTimeout as pause } from 'node:timers/promises'
import { overWebSocket } from '../../infra/test/player.ts'
import { table } from '../../infra/test/table.ts'
import { humanKeys, meet, readyTypist, type Typist } from '../../infra/test/typist.ts'
import { type OwnCluster, startOwnCluster } from '../cluster/own-cluster.ts'
import { familyMiB } from '../measures/process-usage.ts'
import { crowd } from '../peers/crowd.ts'
import type { Begin } from '../run-to-its-end.ts'
import { byKind, type Cost, cpuDuring, KINDS, perThingUs } from './cost-window.ts'

/** Few enough that telling each other's joins costs little: that is a cost of the lobby, not of a login. */
const FIRST = 200
const CONNECTIONS = 3_000
/** They come in groups: all of one group are in before the next begins. */
const AT_ONCE = 20
const RACES = 120
const IDLE_MS = 10_000
const CALM_MS = 3_000
/** All texts are typed in this time; the middle of it is measured. */
const TYPED_IN_MS = 16_000
const TYPING_MS = 10_000
const SETTLED_MS = 6_000

/**
 * What one login, one idle connection, one race and one update cost each kind of process, on a cluster of two gateways
 * with every race between both: CPU by /proc, less what the same processes use while nothing happens. The players send
 * nothing but keys once they are in: no ping is part of an update's cost.
 */
export const measureCost = async (begin: Begin, say: (line: string) => void): Promise<boolean> => {
  const starting = startOwnCluster({ gateways: 2, edges: 0, matchmakers: 1 })
  await measure(await begin(starting, cluster => cluster.close()), say)
  return true
}

const measure = async ({ gateways, processes }: OwnCluster, say: (line: string) => void): Promise<void> => {
  const ports = gateways.map(url => Number(new URL(url).port))
  const during = (work: () => Promise<unknown>) => cpuDuring(processes, work)
  const idling = () => during(() => pause(IDLE_MS))
  const logIn = (count: number, first: number) =>
    during(() => inGroups(count, at => crowd({ ports, dialect: 'v1' }, AT_ONCE, { first: first + at })))
  const gatewayMiB = () =>
    processes
      .filter(({ name }) => name.startsWith('gateway'))
      .reduce((sum, { pid }) => sum + familyMiB(pid), 0)

  const warm = await enterPairs(ports, 20, 'warm') // what is compiled at first use is no cost of a connection
  await meetAll(warm)
  await typeAll(warm, 5_000 + untilStartMs(warm))
  await pause(CALM_MS)
  const empty = await idling()
  const logins = await logIn(FIRST, 0)
  await pause(CALM_MS)
  const memoryBefore = gatewayMiB()
  const crowding = await logIn(CONNECTIONS, FIRST)
  await pause(CALM_MS)
  const kibEach = (1_024 * (gatewayMiB() - memoryBefore)) / CONNECTIONS
  const crowded = await idling()

  const pairs = await enterPairs(ports, RACES, 'cost')
  const base = await idling()
  const matching = await during(async () => {
    await meetAll(pairs)
    await pause(Math.max(0, untilStartMs(pairs)))
  })
  const over = typeAll(pairs, TYPED_IN_MS)
  await pause((TYPED_IN_MS - TYPING_MS) / 2)
  const sentBefore = batches
  const typing = await during(() => pause(TYPING_MS))
  const sentTyping = batches
  const updates = sentTyping - sentBefore
  const ending = await during(async () => {
    await over
    await pause(SETTLED_MS)
  })
  const lastUpdates = batches - sentTyping

  const update = perThingUs(typing, updates, base)
  const match = perThingUs(matching, RACES, base)
  const end = perThingUs(ending, RACES, base)
  const race = byKind(kind => match[kind] + Math.max(0, end[kind] - (update[kind] * lastUpdates) / RACES))
  const costs: readonly (readonly [string, Cost])[] = [
    ['login', perThingUs(logins, FIRST, empty)],
    [`login, one of ${CONNECTIONS}`, perThingUs(crowding, CONNECTIONS, empty)],
    ['idle connection, each second', perThingUs(crowded, (FIRST + CONNECTIONS) * crowded.seconds, empty)],
    ['race', race],
    ['update', update],
    ['nothing at all, each second', perThingUs(empty, empty.seconds)],
  ]
  const rows = costs.map(([what, cost]) => [what, ...KINDS.map(kind => cost[kind].toFixed(1))])
  process.stdout.write(`\n${table(['µs of CPU', ...KINDS], rows, true)}\n\n`)
  say(`a connection takes ${kibEach.toFixed(1)} KiB of a gateway`)
  say(`${(updates / (TYPING_MS / 1_000) / (2 * RACES)).toFixed(2)} updates a second from each racer`)
}

/** All of a group are in before the next begins. */
const inGroups = async (count: number, enter: (first: number) => Promise<unknown>): Promise<void> => {
  for (let first = 0; first < count; first += AT_ONCE) await enter(first)
}

type Pair = readonly [Typist, Typist]

/** Logs in two v1 players for each race, on the two gateways. */
const enterPairs = async (
  ports: readonly number[],
  races: number,
  name: string,
): Promise<readonly Pair[]> => {
  const pairs: Pair[] = []
  const enter = (player: string, seat: number) => readyTypist(overWebSocket(ports[seat] ?? 0, player))
  const enterPair = async (room: string): Promise<void> => {
    pairs.push(await Promise.all([enter(`${room}-0`, 0), enter(`${room}-1`, 1)]))
  }
  await inGroups(races, first =>
    Promise.all(Array.from({ length: AT_ONCE }, (_, i) => enterPair(`${name}-${first + i}`))),
  )
  return pairs
}

const meetAll = async (pairs: readonly Pair[]): Promise<void> => {
  await Promise.all(pairs.map(pair => meet(pair, pair[0].player.name)))
}

/** Milliseconds to the latest start instant. */
const untilStartMs = (pairs: readonly Pair[]): number =>
  Math.max(...pairs.map(([{ race, offsetMs }]) => (race?.startsAt ?? 0) - offsetMs - performance.now()))

/** Batches of keys sent so far, in all races. */
let batches = 0

/** Types every text to its end in that time; ends when all races are over. */
const typeAll = async (pairs: readonly Pair[], typedInMs: number): Promise<void> => {
  const type = async (typist: Typist, seed: number): Promise<void> => {
    const text = typist.race?.text.text ?? ''
    const sendBatch = typist.sendBatch.bind(typist)
    typist.sendBatch = (from, keys) => {
      batches += 1
      sendBatch(from, keys)
    }
    await typist.type(humanKeys(text, (12_000 * text.length) / typedInMs, seed))
    await typist.player.next('race_over')
  }
  await Promise.all(pairs.flat().map(type))
}
