import { type LineQuality, perfectLine } from '../../infra/test/tcp-proxy.ts'
import type { DrillCluster, Layout } from './drill-cluster.ts'
import type { DrillNode, NodeName } from './drill-node.ts'
import { hasNetem, whyNoNamespace } from './network-namespace.ts'

/** A fault that is put into a running cluster, and taken out again. */
type Fault = (cluster: DrillCluster, lasting: Lasting) => Promise<void>

type Lasting = {
  readonly quick: boolean
  pause(ms: number): Promise<void>
}

export type Drill = {
  readonly name: string
  readonly what: string
  readonly layout?: (random: () => number) => Layout
  readonly fault: Fault
  /** Why it cannot be done on this machine. */
  readonly whyNot?: () => string | undefined
  /** Among the four that `--quick` runs. */
  readonly telling?: true
}

const FROZEN_MS = 10_000
const FROZEN_QUICK_MS = 4_000
/** A supervisor starts a dead process again after about this long. */
const RESTART_MS = 3_000
const STARTS_MAX = 20
const POOR_LINE_CUT_MS = 5_000
const POOR_LINE_CUTS = 8

const frozenMs = ({ quick }: Lasting): number => (quick ? FROZEN_QUICK_MS : FROZEN_MS)

const nodeOf = ({ nodes }: DrillCluster, name: NodeName): DrillNode => {
  const node = nodes.get(name)
  if (node === undefined) throw new Error(`no node ${name}`)
  return node
}

const killNode =
  (which: (cluster: DrillCluster) => NodeName): Fault =>
  async (cluster, { pause }) => {
    const node = nodeOf(cluster, which(cluster))
    await node.kill()
    await pause(RESTART_MS)
    await startAgain(node, pause)
  }

/** As a supervisor does: a service that finds no Redis ends, and is started once more. */
const startAgain = async (node: DrillNode, pause: Lasting['pause']): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      return await node.start()
    } catch (error) {
      if (tries === STARTS_MAX) throw error
      await pause(1_000)
    }
  }
}

const freezeNode =
  (which: (cluster: DrillCluster) => NodeName): Fault =>
  async (cluster, lasting) => {
    const node = nodeOf(cluster, which(cluster))
    node.signal('SIGSTOP')
    await lasting.pause(frozenMs(lasting))
    node.signal('SIGCONT')
  }

/** The one that announced a race last: its jobs are in hand. */
const busyMatchmaker = (cluster: DrillCluster): NodeName => {
  const lastOf = (name: NodeName) => {
    const lines = nodeOf(cluster, name)
      .log()
      .split('\n')
      .filter(line => line.includes('race announced'))
    return Number(/"time":(\d+)/.exec(lines.at(-1) ?? '')?.[1] ?? 0)
  }
  return lastOf('matchmaker-1') > lastOf('matchmaker-0') ? 'matchmaker-1' : 'matchmaker-0'
}

const killRedis: Fault = async ({ redis, outages }, { pause }) => {
  await outages.during(async () => {
    await redis.kill()
    await pause(500)
    await redis.start()
  })
}

const freezeRedis: Fault = async ({ redis, outages }, lasting) => {
  await outages.during(async () => {
    redis.signal('SIGSTOP')
    await lasting.pause(frozenMs(lasting))
    redis.signal('SIGCONT')
  })
}

const killPostgres: Fault = async ({ postgres }, { pause }) => {
  await postgres.kill()
  await pause(RESTART_MS)
  await postgres.start()
}

/** Jobs are in hand when their matchmaker dies: PostgreSQL, which they wait for, stands still at that moment. */
const killJobHolder: Fault = async (cluster, lasting) => {
  cluster.postgres.signal('SIGSTOP')
  await lasting.pause(2_500)
  const kill = killNode(busyMatchmaker)(cluster, lasting)
  await lasting.pause(500)
  cluster.postgres.signal('SIGCONT')
  await kill
}

const restartAll: Fault = async cluster => {
  const { nodes, redis, postgres, outages } = cluster
  await outages.during(async () => {
    await Promise.all([...nodes.values()].map(node => node.stop()))
    await Promise.all([redis.stop(), postgres.stop()])
    await Promise.all([redis.start(), postgres.start()])
    await Promise.all([...nodes.values()].map(node => node.start()))
  })
}

const fillDisk: Fault = async ({ disk, postgres }, lasting) => {
  disk?.fill()
  await lasting.pause(frozenMs(lasting))
  disk?.free()
  if (!postgres.isUp()) await postgres.start()
}

const cutOff: Fault = async ({ namespace }, lasting) => {
  namespace?.pullCable()
  await lasting.pause(frozenMs(lasting))
  namespace?.plugCable()
}

const jumpClock =
  (name: NodeName): Fault =>
  async (cluster, lasting) => {
    nodeOf(cluster, name).signal('SIGUSR2')
    await lasting.pause(frozenMs(lasting))
  }

/** Three times, the second while some are on their way back. */
const cutPlayers: Fault = async ({ nodes }, { pause }) => {
  for (const pauseMs of [400, 3_000, 0]) {
    for (const node of nodes.values()) node.cutPlayers()
    await pause(pauseMs)
  }
}

/** Everybody is cut off often enough that more than a hundred come back: of fewer, p99 would be the slowest one. */
const raceOnPoorLines: Fault = async ({ nodes }, { quick, pause }) => {
  for (let cuts = quick ? 1 : POOR_LINE_CUTS; cuts > 0; cuts--) {
    await pause(POOR_LINE_CUT_MS)
    for (const node of nodes.values()) node.cutPlayers()
  }
  await pause(POOR_LINE_CUT_MS)
}

const both =
  (...faults: readonly Fault[]): Fault =>
  async (cluster, lasting) => {
    await Promise.all(faults.map(fault => fault(cluster, lasting)))
  }

const fourLines = (near: LineQuality, far: LineQuality): Layout => ({
  lines: { 'gateway-0': near, 'edge-0': near, 'gateway-1': far, 'edge-1': far },
})

/** 200 ms of round trip; what was lost comes after a retransmission timeout of a round trip and 200 ms. */
const poorLine = (random: () => number): LineQuality => ({
  delayMs: 100,
  lossRate: 0.05,
  resendMs: 400,
  random,
})

const asRoot = (): string | undefined =>
  process.getuid?.() === 0 ? undefined : 'not run by root, who alone can mount a small tmpfs'

const byUserspace = (): string =>
  `200 ms, 5 % loss and reordering of two of four nodes, every player cut every 5 s; by a userspace line${hasNetem() ? '' : ': this kernel has no sch_netem'}`

const gateway0 = () => 'gateway-0' as const
const edge0 = () => 'edge-0' as const

export const drills: readonly Drill[] = [
  { name: 'gateway-kill', what: 'kill -9 of a gateway', fault: killNode(gateway0), telling: true },
  { name: 'edge-kill', what: 'kill -9 of an edge', fault: killNode(edge0) },
  { name: 'matchmaker-kill', what: 'kill -9 of the matchmaker that holds jobs', fault: killJobHolder },
  { name: 'gateway-freeze', what: 'SIGSTOP of a gateway for 10 s', fault: freezeNode(gateway0) },
  { name: 'edge-freeze', what: 'SIGSTOP of an edge for 10 s', fault: freezeNode(edge0) },
  {
    name: 'matchmaker-freeze',
    what: 'SIGSTOP of the busier matchmaker for 10 s',
    fault: freezeNode(busyMatchmaker),
  },
  { name: 'redis-kill', what: 'kill -9 of Redis, back from its AOF', fault: killRedis, telling: true },
  { name: 'redis-freeze', what: 'SIGSTOP of Redis for 10 s', fault: freezeRedis },
  {
    name: 'postgres-stop',
    what: 'PostgreSQL stopped for 60 s (quick: 5 s)',
    fault: async ({ postgres }, { quick, pause }) => {
      await postgres.stop()
      await pause(quick ? 5_000 : 60_000)
      await postgres.start()
    },
  },
  { name: 'postgres-kill', what: 'kill -9 of PostgreSQL', fault: killPostgres },
  {
    name: 'postgres-full',
    what: 'the disk of PostgreSQL full for 10 s',
    layout: () => ({ smallDisk: true }),
    fault: fillDisk,
    whyNot: asRoot,
  },
  {
    name: 'partition',
    what: 'the cable of a gateway pulled for 10 s (network namespace)',
    layout: () => ({ apart: 'gateway-1' }),
    fault: cutOff,
    whyNot: whyNoNamespace,
  },
  {
    name: 'poor-network',
    what: byUserspace(),
    layout: random => fourLines(perfectLine, poorLine(random)),
    fault: raceOnPoorLines,
  },
  {
    name: 'dropped',
    what: 'every connection of a player cut, three times',
    layout: () => fourLines(perfectLine, perfectLine),
    fault: cutPlayers,
  },
  { name: 'clock', what: 'the clock of a gateway jumps 5 s', fault: jumpClock('gateway-0') },
  { name: 'clock-matchmaker', what: 'the clock of a matchmaker jumps 5 s', fault: jumpClock('matchmaker-0') },
  { name: 'restart', what: 'the whole cluster restarted in mid-race', fault: restartAll, telling: true },
  {
    name: 'gateway-and-redis',
    what: 'kill -9 of a gateway and of Redis at once',
    fault: both(killNode(gateway0), killRedis),
    telling: true,
  },
  {
    name: 'gateway-and-frozen-redis',
    what: 'kill -9 of a gateway, Redis frozen at once',
    fault: both(killNode(gateway0), freezeRedis),
  },
  {
    name: 'edge-and-postgres',
    what: 'kill -9 of an edge and of PostgreSQL at once',
    fault: both(killNode(edge0), killPostgres),
  },
  {
    name: 'matchmaker-and-redis',
    what: 'kill -9 of a matchmaker, Redis frozen at once',
    fault: both(killNode(busyMatchmaker), freezeRedis),
  },
  {
    name: 'gateway-and-edge',
    what: 'kill -9 of a gateway, an edge frozen at once',
    fault: both(killNode(gateway0), freezeNode(edge0)),
  },
]
