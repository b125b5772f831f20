import { setTimeout as pause } from 'node:timers/promises'
import { table } from '../../infra/test/table.ts'
import { type OwnCluster, startOwnCluster } from '../cluster/own-cluster.ts'
import type { Ending } from '../ending.ts'
import { byKind, type Cost, cpuDuring, KINDS, perThingUs } from '../measures/cost-window.ts'
import { familyMiB } from '../measures/process-usage.ts'
import { crowd } from '../peers/crowd.ts'
import { enterPairs } from './enter-pairs.ts'

/** Few enough that telling each other's joins costs little: that is a cost of the lobby, not of a login. */
const FIRST = 200
const CONNECTIONS = 3_000
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
 * with every race between both: CPU by /proc, less what the same processes use while nothing happens.
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
  const logIn = (count: number, first: number) =>
    during(() => crowd({ ports, dialect: 'v1' }, count, { first, atOnce: AT_ONCE }))
  const gatewayMiB = () =>
    processes
      .filter(({ name }) => name.startsWith('gateway'))
      .reduce((sum, { pid }) => sum + familyMiB(pid), 0)

  const warm = await enterPairs(ports, 20, 'warm') // what is compiled at first use is no cost of a connection
  await warm.ask()
  await warm.type(5_000 + warm.untilStartMs())
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
    await pairs.ask()
    await pause(Math.max(0, pairs.untilStartMs()))
  })
  const over = pairs.type(TYPED_IN_MS)
  await pause((TYPED_IN_MS - TYPING_MS) / 2)
  const sentBefore = pairs.batches()
  const typing = await during(() => pause(TYPING_MS))
  const sentTyping = pairs.batches()
  const updates = sentTyping - sentBefore
  const ending = await during(async () => {
    await over
    await pause(SETTLED_MS)
  })
  const lastUpdates = pairs.batches() - sentTyping

  const update = perThingUs(typing, base, updates)
  const match = perThingUs(matching, base, RACES)
  const end = perThingUs(ending, base, RACES)
  const race = byKind(kind => match[kind] + Math.max(0, end[kind] - (update[kind] * lastUpdates) / RACES))
  const costs: readonly (readonly [string, Cost])[] = [
    ['login', perThingUs(logins, empty, FIRST)],
    [`login, one of ${CONNECTIONS}`, perThingUs(crowding, empty, CONNECTIONS)],
    ['idle connection, each second', perThingUs(crowded, empty, (FIRST + CONNECTIONS) * crowded.seconds)],
    ['race', race],
    ['update', update],
    ['nothing at all, each second', perThingUs(empty, { ...empty, cpuMs: byKind(() => 0) }, empty.seconds)],
  ]
  const rows = costs.map(([what, cost]) => [what, ...KINDS.map(kind => cost[kind].toFixed(1))])
  process.stdout.write(`\n${table(['µs of CPU', ...KINDS], rows, true)}\n\n`)
  say(`a connection takes ${kibEach.toFixed(1)} KiB of a gateway`)
  say(`${(updates / (TYPING_MS / 1_000) / (2 * RACES)).toFixed(2)} updates a second from each racer`)
}
