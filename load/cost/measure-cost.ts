import { setTimeout as pause } from 'node:timers/promises'
import { overWebSocket } from '../../infra/test/player.ts'
import { table } from '../../infra/test/table.ts'
import { humanKeys, meet, readyTypist, type Typist } from '../../infra/test/typist.ts'
import { type OwnCluster, startOwnCluster } from '../cluster/own-cluster.ts'
import type { Ending } from '../ending.ts'
import { familyCpuMs, familyMiB } from '../measures/process-usage.ts'
import { logIn } from '../peers/generator/ketik-dialects.ts'
import { Wire } from '../peers/generator/wire.ts'

/** The kinds of processes whose cost is told apart. */
const KINDS = ['gateway', 'matchmaker', 'redis', 'postgres'] as const
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
export const measureCost = async (ending: Ending, say: (line: string) => void): Promise<boolean> => {
  const starting = startOwnCluster({ gateways: 2, edges: 0, matchmakers: 1 })
  await measure(await ending.begin(starting, cluster => cluster.close()), say)
  return true
}

const measure = async ({ gateways, processes }: OwnCluster, say: (line: string) => void): Promise<void> => {
  const ports = gateways.map(url => Number(new URL(url).port))
  const during = (work: () => Promise<unknown>) => cpuDuring(processes, work)
  const idling = () => during(() => pause(IDLE_MS))
  const logInMore = (count: number, first: number) =>
    during(() =>
      inGroups(count, number => {
        const wire = new Wire(ports[number % ports.length] ?? 0, '/ws', () => {})
        return logIn(wire, `p${first + number}`, true)
      }),
    )
  const gatewayMiB = () =>
    processes
      .filter(({ name }) => name.startsWith('gateway'))
      .reduce((sum, { pid }) => sum + familyMiB(pid), 0)

  const warm = await enterPairs(ports, 20, 'warm') // what is compiled at first use is no cost of a connection
  await meetAll(warm)
  await typeAll(warm, 5_000 + untilStartMs(warm))
  await pause(CALM_MS)
  const empty = await idling()
  const logins = await logInMore(FIRST, 0)
  await pause(CALM_MS)
  const memoryBefore = gatewayMiB()
  const crowding = await logInMore(CONNECTIONS, FIRST)
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
  const lastUs = update.map(us => (us * lastUpdates) / RACES)
  const race = match.map((us, kind) => us + Math.max(0, (end[kind] ?? 0) - (lastUs[kind] ?? 0)))
  const costs: readonly (readonly [string, Cost])[] = [
    ['login', perThingUs(logins, FIRST, empty)],
    [`login, one of ${CONNECTIONS}`, perThingUs(crowding, CONNECTIONS, empty)],
    ['idle connection, each second', perThingUs(crowded, (FIRST + CONNECTIONS) * crowded.seconds, empty)],
    ['race', race],
    ['update', update],
    ['nothing at all, each second', perThingUs(empty, empty.seconds)],
  ]
  const rows = costs.map(([what, cost]) => [what, ...cost.map(us => us.toFixed(1))])
  process.stdout.write(`\n${table(['µs of CPU', ...KINDS], rows, true)}\n\n`)
  say(`a connection takes ${kibEach.toFixed(1)} KiB of a gateway`)
  say(`${(updates / (TYPING_MS / 1_000) / (2 * RACES)).toFixed(2)} updates a second from each racer`)
}

/** A figure for each of KINDS. */
type Cost = readonly number[]

/** The CPU milliseconds that each kind of process used while some work was done, and the seconds it took. */
type CostWindow = { readonly cpuMs: Cost; readonly seconds: number }

const cpuDuring = async (
  processes: OwnCluster['processes'],
  work: () => Promise<unknown>,
): Promise<CostWindow> => {
  const used = KINDS.map(kind => {
    const pids = processes.filter(({ name }) => name.startsWith(kind)).map(({ pid }) => pid)
    return () => pids.reduce((sum, pid) => sum + familyCpuMs(pid), 0)
  })
  const [before, startedAt] = [used.map(ms => ms()), performance.now()]
  await work()
  const seconds = (performance.now() - startedAt) / 1_000
  return { cpuMs: used.map((ms, kind) => ms() - (before[kind] ?? 0)), seconds }
}

/** The µs of CPU of each of so many things in a window, without what the processes use anyway in that time. */
const perThingUs = ({ cpuMs, seconds }: CostWindow, things: number, idle?: CostWindow): Cost =>
  cpuMs.map((ms, kind) => {
    const idleMs = idle === undefined ? 0 : ((idle.cpuMs[kind] ?? 0) * seconds) / idle.seconds
    return Math.max(0, (1_000 * (ms - idleMs)) / things)
  })

/** All of a group are in before the next begins. */
const inGroups = async <T>(count: number, enter: (number: number) => Promise<T>): Promise<readonly T[]> => {
  const all: T[] = []
  while (all.length < count)
    all.push(...(await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => enter(all.length + i)))))
  return all
}

type Pairs = readonly (readonly Typist[])[]

/** Logs in two v1 players for each race, on the two gateways. */
const enterPairs = (ports: readonly number[], races: number, name: string): Promise<Pairs> =>
  inGroups(races, race =>
    Promise.all(ports.map((port, seat) => readyTypist(overWebSocket(port, `${name}-${race}-${seat}`)))),
  )

const meetAll = async (pairs: Pairs): Promise<void> => {
  await Promise.all(pairs.map(pair => meet(pair, pair[0]?.player.name ?? '')))
}

/** Milliseconds to the latest start instant. */
const untilStartMs = (pairs: Pairs): number =>
  Math.max(...pairs.flat().map(({ race, offsetMs }) => (race?.startsAt ?? 0) - offsetMs - performance.now()))

/** Batches of keys sent so far, in all races. */
let batches = 0

/** Types every text to its end in that time; ends when all races are over. */
const typeAll = async (pairs: Pairs, typedInMs: number): Promise<void> => {
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
