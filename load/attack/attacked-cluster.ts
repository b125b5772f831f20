import { migrate } from '@ketik/scores'
import { type ServiceProcess, startServiceProcesses } from '../../infra/test/service-process.ts'
import { familyMiB } from '../measures/process-usage.ts'
import type { Doors } from './arena.ts'

export type AttackedCluster = {
  readonly doors: Doors
  /** Resolves when any process has ended that should not have, with which and how. */
  readonly ended: Promise<string>
  /** Resident MiB of all nodes that players connect to. */
  residentMiB(): number
  /** The latest 99th percentile of the event loops' delay since it was last asked for, of the latest node. */
  loopDelayMs(): Promise<number>
  close(): Promise<void>
}

type Servers = {
  readonly redisUrl: string
  readonly prefix: string
  readonly databaseUrl: string
  /** Settings that are unlike those of production. */
  readonly settings?: Readonly<Record<string, string>>
}

const TRUSTED = '127.0.0.0/8'
/** What Node.js counts as delay has the time between two looks in it. */
const LOOKED_AT_EACH_MS = 100
const LOOP_DELAY = /^ketik_nodejs_eventloop_lag_p99_seconds (\S+)$/m

/** Two gateways, an edge, one more behind the PROXY protocol, and a matchmaker, each a process, with the limits of production. */
export const startAttackedCluster = async ({
  redisUrl,
  prefix,
  databaseUrl,
  settings = {},
}: Servers): Promise<AttackedCluster> => {
  await migrate(databaseUrl)
  const environment = {
    REDIS_URL: redisUrl,
    REDIS_PREFIX: prefix,
    DATABASE_URL: databaseUrl,
    SESSION_SECRET: 'a secret for attacks alone',
    LOG_LEVEL: 'warn',
    ...settings,
  }
  const behindProxy = { ...environment, PROXY_PROTOCOL: 'v2', TRUSTED_PROXIES: TRUSTED }
  const { processes, close } = await startServiceProcesses([
    ['matchmaker', environment],
    ['gateway', environment],
    ['gateway', environment],
    ['tcp-edge', environment],
    ['tcp-edge', behindProxy],
  ])
  const nodes = processes.slice(1)
  const port = (node: number, name: string) => nodes[node]?.ports[name] ?? 0
  const gateway = (node: number) => ({
    http: port(node, 'http'),
    diagnostics: port(node, 'diagnostics'),
    plain: port(node, 'plainChat'),
  })
  return {
    doors: {
      gateways: [gateway(0), gateway(1)],
      edges: [{ race: port(2, 'race'), nick: port(2, 'nick') }],
      proxied: port(3, 'race'),
    },
    ended: Promise.race(
      processes.map(
        async ({ pid, exited, logFile }) => `process ${pid} ended (${await exited}): see ${logFile}`,
      ),
    ),
    residentMiB: () => nodes.reduce((sum, { pid }) => sum + familyMiB(pid), 0),
    loopDelayMs: async () => Math.max(...(await Promise.all(nodes.map(loopDelayOf)))),
    close,
  }
}

/** A kept connection is closed by the server when it was idle, perhaps just as it is used again. */
const ALONE = { headers: { connection: 'close' } }

const loopDelayOf = async ({ ports }: ServiceProcess): Promise<number> => {
  const text = await (await fetch(`http://127.0.0.1:${ports['admin']}/metrics`, ALONE)).text()
  return Math.max(0, 1_000 * Number(LOOP_DELAY.exec(text)?.[1] ?? 0) - LOOKED_AT_EACH_MS)
}
