import { setTimeout as pause } from 'node:timers/promises'
import { overWebSocket } from '../../infra/test/player.ts'
import { type OwnCluster, startOwnCluster } from '../cluster/own-cluster.ts'
import { byKind, type Cpu, cpuDuring, KINDS, perThingUs } from '../measures/cost-window.ts'
import { familyMiB } from '../measures/process-usage.ts'
import type { Begin } from '../run-to-its-end.ts'
import { enterPairs } from './racing-pairs.ts'

/** Few enough that telling each other's joins costs little: that is a cost of the lobby, not of a login. */
const FIRST = 200
const CONNECTIONS = 3_000
const CONNECTIONS_AT_ONCE = 20
const RACES = 120
const IDLE_MS = 10_000
/** All texts are typed in this time; the middle of it is measured. */
const TYPED_IN_MS = 16_000
const TYPING_MS = 10_000
const SETTLED_MS = 6_000

/**
 * What one login, one idle connection, one race and one update cost each kind of process, on a cluster of two gateways
 * with every race between both: CPU by /proc, less what the same processes use while nothing happens.
 */
export const measureCost = async (begin: Begin, say: (line: string) => void): Promise<boolean> => {
  const starting = startOwnCluster({ gateways: 2, edges: 0, matchmakers: 1 })
  await measure(await begin(starting, cluster => cluster.close()), say)
  return true
}

const measure = async ({ gateways, processes }: OwnCluster, say: (line: string) => void): Promise<void> => {
  const [one = 0, other = 0] = gateways.map(url => Number(new URL(url).port))
  const during = (work: () => Promise<unknown>) => cpuDuring(processes, work)
  const idlePerSecond = async () => {
    const { cpu, seconds } = await during(() => pause(IDLE_MS))
    return byKind(kind => cpu[kind] / seconds)
  }
  const residentMiB = () =>
    processes
      .filter(({ name }) => name.startsWith('gateway'))
      .reduce((sum, { pid }) => sum + familyMiB(pid), 0)

  const warm = await enterPairs([one, other], 20, 'warm') // what is compiled at first use is no cost of a connection
  await warm.ask()
  await warm.type(5_000 + warm.untilStartMs())
  await pause(3_000)
  const empty = await idlePerSecond()
  const logins = await during(() => connect([one, other], 0, FIRST))
  await pause(3_000)
  const memoryBefore = residentMiB()
  const crowding = await during(() => connect([one, other], FIRST, FIRST + CONNECTIONS))
  await pause(3_000)
  const kibEach = (1_024 * (residentMiB() - memoryBefore)) / CONNECTIONS
  const idle = await idlePerSecond()

  const pairs = await enterPairs([one, other], RACES, 'cost')
  const base = await idlePerSecond()
  const matching = await during(async () => {
    await pairs.ask()
    await pause(Math.max(0, pairs.untilStartMs()))
  })
  const over = pairs.type(TYPED_IN_MS)
  await pause((TYPED_IN_MS - TYPING_MS) / 2)
  const sentBefore = pairs.batches()
  const typing = await during(() => pause(TYPING_MS))
  const updates = pairs.batches() - sentBefore
  const sentTyping = pairs.batches()
  const ending = await during(async () => {
    await over
    await pause(SETTLED_MS)
  })
  const perUpdate = perThingUs(typing, base, updates)
  const lastUpdates = pairs.batches() - sentTyping
  const match = perThingUs(matching, base, RACES)
  const end = perThingUs(ending, base, RACES)
  const perRace = byKind(
    kind => match[kind] + Math.max(0, end[kind] - (perUpdate[kind] * lastUpdates) / RACES),
  )

  say(`µs of CPU (a connection: µs each second while idle, ${kibEach.toFixed(1)} KiB of a gateway)`)
  say(row('', KINDS))
  say(costRow('login', perThingUs(logins, empty, FIRST)))
  say(costRow(`of ${CONNECTIONS}`, perThingUs(crowding, empty, CONNECTIONS)))
  say(
    costRow(
      'connection',
      byKind(kind => Math.max(0, (1_000 * (idle[kind] - empty[kind])) / (FIRST + CONNECTIONS))),
    ),
  )
  say(costRow('race', perRace))
  say(costRow('update', perUpdate))
  say(`nothing at all: ${KINDS.map(kind => `${kind} ${empty[kind].toFixed(1)} ms/s`).join(', ')}`)
  say(`${(updates / (TYPING_MS / 1_000) / (2 * RACES)).toFixed(2)} updates a second from each racer`)
}

const connect = async (ports: readonly number[], from: number, to: number): Promise<void> => {
  for (let i = from; i < to; i += CONNECTIONS_AT_ONCE) {
    const some = Array.from({ length: CONNECTIONS_AT_ONCE }, (_, j) =>
      logIn(ports[j % ports.length] ?? 0, `idle-${i + j}`),
    )
    await Promise.all(some)
  }
}

/** On a machine that others load too, a cluster may be out of its own reach for a moment. */
const logIn = async (port: number, name: string): Promise<void> => {
  const player = await overWebSocket(port, name)
  for (;;) {
    player.send({ type: 'login', username: name, v: 1 })
    const { type } = await player.next(
      message => message.type === 'welcome' || message.type === 'error',
      60_000,
    )
    if (type === 'welcome') break
    await pause(500)
  }
  player.receive = () => {} // it only has to be there
}

const row = (name: string, cells: readonly string[]): string =>
  `${name.padEnd(12)}${cells.map(cell => cell.padStart(12)).join('')}`

const costRow = (name: string, cost: Cpu): string =>
  row(
    name,
    KINDS.map(kind => cost[kind].toFixed(1)),
  )
