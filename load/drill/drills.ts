import { setTimeout as pause } from 'node:timers/promises'
import { eventually } from '../../infra/test/eventually.ts'
import type { Restartable } from '../../infra/test/restartable.ts'
import { type LineQuality, perfectLine } from '../../infra/test/tcp-proxy.ts'
import type { ClusterNode, NodeName } from '../cluster/own-cluster.ts'
import type { DrillCluster, Layout } from './drill-cluster.ts'
import { whyNoNamespace } from './network-namespace.ts'

/** A fault that is put into a running cluster, and taken out again. */
type Fault = (cluster: DrillCluster, quick: boolean) => Promise<unknown>

/** Which process is hit. */
type Target = (cluster: DrillCluster) => Restartable

export type Drill = {
  readonly name: string
  readonly what: string
  readonly fault: Fault
  readonly layout?: (random: () => number) => Layout
  /** Why it cannot be done on this machine. */
  readonly whyNot?: () => string | undefined
  /** Also among the quick ones. */
  readonly isTelling?: boolean
}

/** A supervisor starts a dead process again after about this long. */
const RESTART_MS = 3_000

const aWhile = (quick: boolean): Promise<void> => pause(quick ? 4_000 : 10_000)

const node =
  (name: NodeName) =>
  ({ nodes }: DrillCluster): ClusterNode => {
    const found = nodes.find(one => one.name === name)
    if (found === undefined) throw new Error(`no node ${name}`)
    return found
  }

const gateway = node('gateway-0')
const edge = node('tcp-edge-0')
const matchmaker = node('matchmaker-0')
const redis: Target = cluster => cluster.redis
const postgres: Target = cluster => cluster.postgres

/** The matchmaker that announced a race last: its jobs are in hand. */
const busyMatchmaker: Target = cluster => {
  const [first, second] = [matchmaker(cluster), node('matchmaker-1')(cluster)]
  const announcedAt = (log: string) => {
    const line = log.split('\n').findLast(line => line.includes('race announced'))
    return Number(/"time":(\d+)/.exec(line ?? '')?.[1] ?? 0)
  }
  return announcedAt(second.log()) > announcedAt(first.log()) ? second : first
}

/** Starts again as by a supervisor: a service that finds no Redis ends, and is started once more. */
const kill =
  (target: Target, downMs = RESTART_MS): Fault =>
  async cluster => {
    const server = target(cluster)
    await server.kill()
    await pause(downMs)
    await eventually('a killed process is up again', () => server.start().then(() => true))
  }

const freeze =
  (target: Target): Fault =>
  async (cluster, quick) => {
    const server = target(cluster)
    server.signal('SIGSTOP')
    await aWhile(quick)
    server.signal('SIGCONT')
  }

/** Nobody can be served meanwhile. */
const outage =
  (fault: Fault): Fault =>
  async (cluster, quick) => {
    const from = performance.now()
    await fault(cluster, quick)
    cluster.outages.push({ from, to: performance.now() })
  }

const killRedis = outage(kill(redis, 500))
const freezeRedis = outage(freeze(redis))

/** Jobs are in hand when their matchmaker dies: PostgreSQL, which they wait for, stands still at that moment. */
const killJobHolder: Fault = async (cluster, quick) => {
  cluster.postgres.signal('SIGSTOP')
  await pause(2_500)
  const killing = kill(busyMatchmaker)(cluster, quick)
  await pause(500)
  cluster.postgres.signal('SIGCONT')
  await killing
}

const stopPostgres: Fault = async ({ postgres }, quick) => {
  await postgres.stop()
  await pause(quick ? 5_000 : 60_000)
  await postgres.start()
}

const restartAll: Fault = async ({ nodes, redis, postgres }) => {
  const stores = [redis, postgres]
  await Promise.all(nodes.map(node => node.stop()))
  await Promise.all(stores.map(store => store.stop()))
  await Promise.all(stores.map(store => store.start()))
  await Promise.all(nodes.map(node => node.start()))
}

const fillDisk: Fault = async ({ disk, postgres }, quick) => {
  disk?.fill()
  await aWhile(quick)
  disk?.free()
  await postgres.start() // if it has ended
}

const pullCable: Fault = async ({ namespace }, quick) => {
  namespace?.pullCable()
  await aWhile(quick)
  namespace?.plugCable()
}

const jumpClock =
  (target: Target): Fault =>
  async (cluster, quick) => {
    target(cluster).signal('SIGUSR2')
    await aWhile(quick)
  }

const cutPlayers = async ({ doors }: DrillCluster, pausesMs: readonly number[]): Promise<void> => {
  for (const pauseMs of pausesMs) {
    for (const { line } of doors) line?.cut()
    await pause(pauseMs)
  }
}

/** The second time while some are on their way back. */
const cutThreeTimes: Fault = cluster => cutPlayers(cluster, [400, 3_000, 0])

/** Everybody is cut off often enough that more than a hundred come back: of fewer, p99 would be the slowest one. */
const raceOnPoorLines: Fault = async (cluster, quick) => {
  await pause(5_000)
  await cutPlayers(cluster, new Array<number>(quick ? 1 : 8).fill(5_000))
}

const fourLines = (near: LineQuality, far: LineQuality): Layout => ({
  lines: { 'gateway-0': near, 'tcp-edge-0': near, 'gateway-1': far, 'tcp-edge-1': far },
})

/** 200 ms of round trip; what was lost comes after a retransmission timeout of a round trip and 200 ms. */
const poorLine = (random: () => number): LineQuality => ({
  delayMs: 100,
  lossRate: 0.05,
  resendMs: 400,
  random,
})

const asRoot = () =>
  process.getuid?.() === 0 ? undefined : 'not run by root, who alone can mount a small tmpfs'

const TELLING = { isTelling: true }

type More = Pick<Drill, 'layout' | 'whyNot' | 'isTelling'>

const drill = (name: string, what: string, fault: Fault, more: More = {}): Drill => ({
  name,
  what,
  fault,
  ...more,
})

const pair = (name: string, what: string, one: Fault, other: Fault, more?: More): Drill => {
  const both: Fault = (cluster, quick) => Promise.all([one(cluster, quick), other(cluster, quick)])
  return drill(name, `${what} at once`, both, more)
}

export const drills: readonly Drill[] = [
  drill('gateway-kill', 'kill -9 of a gateway', kill(gateway), TELLING),
  drill('edge-kill', 'kill -9 of an edge', kill(edge)),
  drill('matchmaker-kill', 'kill -9 of the matchmaker that holds jobs', killJobHolder),
  drill('gateway-freeze', 'SIGSTOP of a gateway for 10 s', freeze(gateway)),
  drill('edge-freeze', 'SIGSTOP of an edge for 10 s', freeze(edge)),
  drill('matchmaker-freeze', 'SIGSTOP of the busier matchmaker for 10 s', freeze(busyMatchmaker)),
  drill('redis-kill', 'kill -9 of Redis, back from its AOF', killRedis, TELLING),
  drill('redis-freeze', 'SIGSTOP of Redis for 10 s', freezeRedis),
  drill('postgres-stop', 'PostgreSQL stopped for 60 s (quick: 5 s)', stopPostgres),
  drill('postgres-kill', 'kill -9 of PostgreSQL', kill(postgres)),
  drill('postgres-full', 'the disk of PostgreSQL full for 10 s', fillDisk, {
    layout: () => ({ smallDisk: true }),
    whyNot: asRoot,
  }),
  drill('partition', 'the cable of a gateway pulled for 10 s (network namespace)', pullCable, {
    layout: () => ({ apart: 'gateway-1' }),
    whyNot: whyNoNamespace,
  }),
  drill(
    'poor-network',
    '200 ms, 5 % loss and reordering of two of four nodes, every player cut every 5 s; by a userspace line',
    raceOnPoorLines,
    { layout: random => fourLines(perfectLine, poorLine(random)) },
  ),
  drill('dropped', 'every connection of a player cut, three times', cutThreeTimes, {
    layout: () => fourLines(perfectLine, perfectLine),
  }),
  drill('clock', 'the clock of a gateway jumps 5 s', jumpClock(gateway)),
  drill('clock-matchmaker', 'the clock of a matchmaker jumps 5 s', jumpClock(matchmaker)),
  drill('restart', 'the whole cluster restarted in mid-race', outage(restartAll), TELLING),
  pair('gateway-and-redis', 'kill -9 of a gateway and of Redis', kill(gateway), killRedis, TELLING),
  pair('gateway-and-frozen-redis', 'kill -9 of a gateway, Redis frozen', kill(gateway), freezeRedis),
  pair('edge-and-postgres', 'kill -9 of an edge and of PostgreSQL', kill(edge), kill(postgres)),
  pair('matchmaker-and-redis', 'kill -9 of a matchmaker, Redis frozen', kill(busyMatchmaker), freezeRedis),
  pair('gateway-and-edge', 'kill -9 of a gateway, an edge frozen', kill(gateway), freeze(edge)),
]
