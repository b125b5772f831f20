import { migrate } from '@ketik/scores'
import { type ServiceProcess, startServiceProcesses } from '../../infra/test/service-process.ts'
import { familyMiB } from '../measures/process-usage.ts'
import type { Doors } from './attack.ts'

export type AttackedCluster = Awaited<ReturnType<typeof startAttackedCluster>>

/** What Node.js counts as delay has the time between two looks in it. */
const LOOKED_AT_EACH_MS = 100
const LOOP_DELAY = /^ketik_nodejs_eventloop_lag_p99_seconds (\S+)$/m

/**
 * Two gateways, an edge, one more behind the PROXY protocol, and a matchmaker, each a process, with the limits of production
 * but for the settings given.
 */
export const startAttackedCluster = async (
  servers: { readonly redisUrl: string; readonly prefix: string; readonly databaseUrl: string },
  settings: Readonly<Record<string, string>> = {},
) => {
  await migrate(servers.databaseUrl)
  const environment = {
    REDIS_URL: servers.redisUrl,
    REDIS_PREFIX: servers.prefix,
    DATABASE_URL: servers.databaseUrl,
    SESSION_SECRET: 'a secret for attacks alone',
    LOG_LEVEL: 'warn',
    ...settings,
  }
  const behindProxy = { ...environment, PROXY_PROTOCOL: 'v2', TRUSTED_PROXIES: '127.0.0.0/8' }
  const { processes, close } = await startServiceProcesses([
    ['matchmaker', environment],
    ['gateway', environment],
    ['gateway', environment],
    ['tcp-edge', environment],
    ['tcp-edge', behindProxy],
  ])
  const nodes = processes.slice(1)
  const port = (node: number, door: string) => nodes[node]?.ports[door] ?? 0
  const doors: Doors = {
    http: [port(0, 'http'), port(1, 'http')],
    race: [port(2, 'race')],
    proxied: [port(3, 'race')],
  }
  return {
    doors,
    /** Resolves when any process has ended that should not have, with which and how. */
    ended: Promise.race(
      processes.map(
        async ({ pid, exited, logFile }) => `process ${pid} ended (${await exited}): see ${logFile}`,
      ),
    ),
    /** Resident MiB of all nodes that players connect to. */
    residentMiB: () => nodes.reduce((sum, { pid }) => sum + familyMiB(pid), 0),
    /** The latest 99th percentile of the event loops' delay since it was last asked for, of the latest node. */
    loopDelayMs: async () => Math.max(...(await Promise.all(nodes.map(loopDelayOf)))),
    close,
  }
}

const loopDelayOf = async ({ ports }: ServiceProcess): Promise<number> => {
  // A kept connection is closed by the server when it was idle, perhaps just as it is used again.
  const headers = { connection: 'close' }
  const text = await (await fetch(`http://127.0.0.1:${ports['admin']}/metrics`, { headers })).text()
  return Math.max(0, 1_000 * Number(LOOP_DELAY.exec(text)?.[1] ?? 0) - LOOKED_AT_EACH_MS)
}
