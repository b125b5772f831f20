import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { migrate } from '@ketik/scores'
import { isPortFree } from '../../infra/local/free-port.ts'
import { type OwnStore, openFolder, startOwnPostgres, startOwnRedis } from '../../infra/test/own-stores.ts'
import { restartable } from '../../infra/test/restartable.ts'
import { startServiceProcess } from '../../infra/test/service-process.ts'
import { Ending } from '../ending.ts'

type Kind = 'gateway' | 'tcp-edge' | 'matchmaker'
export type NodeName = `${Kind}-${number}`

type Settings = Readonly<Record<string, string>>
type Stores = { readonly redis: OwnStore; readonly postgres: OwnStore }

export type OwnCluster = Awaited<ReturnType<typeof startOwnCluster>>
export type ClusterNode = OwnCluster['nodes'][number]

type Options = {
  readonly gateways: number
  readonly edges: number
  readonly matchmakers: number
  /** LOAD_SETTINGS unless given. */
  readonly settings?: Settings
  /** Where PostgreSQL keeps its data; beside the logs unless given. */
  readonly dataFolder?: string | undefined
  /** What one node has of its own; `enter` is the command that leads into its network. */
  readonly around?: (name: NodeName, stores: Stores) => Promise<{ environment?: Settings; enter?: string[] }>
}

/** All load comes from one address, and a run should end within minutes. */
export const LOAD_SETTINGS = {
  CONNECTIONS_MAX: '100000',
  CONNECTIONS_PER_ADDRESS_MAX: '100000',
  RACE_LENGTH: 'short',
  LOG_LEVEL: 'warn',
  SESSION_SECRET: 'a secret for load alone',
} as const

const OVER = { gateway: 'websocket', 'tcp-edge': 'tcp', matchmaker: undefined } as const

/**
 * A cluster of processes, a durable Redis and a durable PostgreSQL, on free ports, new for each run. `ending` receives
 * whatever runs, from the moment it runs.
 */
export const startOwnCluster = async (options: Options, ending = new Ending()) => {
  const { settings = LOAD_SETTINGS, around } = options
  const folder = openFolder('ketik-load-')
  ending.add(() => rmSync(folder, { recursive: true, force: true }))
  const onRun = (stop: () => Promise<void>) => ending.add(stop)
  /** After a stop it starts again at the same port. */
  const startNode = async (kind: Kind, name: NodeName, stores: Stores) => {
    const port = await ownPort()
    const logFile = join(folder, `${name}.log`)
    const { environment, enter = [] } = (await around?.(name, stores)) ?? {}
    const all = {
      REDIS_URL: stores.redis.url,
      DATABASE_URL: stores.postgres.url,
      ...settings,
      ...environment,
      GATEWAY_PORT: String(port),
      TCP_RACE_PORT: String(port),
    }
    let exited: Promise<string>
    const node = restartable(async onStart => {
      exited = (await startServiceProcess(kind, all, { logFile, enter, onStart })).exited
    }, onRun)
    await node.start()
    return {
      ...node,
      name,
      /** Its race door, which a matchmaker has not. */
      over: OVER[kind],
      port,
      /** How the process that was started last ends. */
      exited: () => exited,
      /** What it has logged so far. */
      log: () => readFileSync(logFile, 'utf8'),
    }
  }
  try {
    const redis = await startOwnRedis({ folder, port: await ownPort(), onRun })
    const { dataFolder = folder } = options
    const postgres = await startOwnPostgres({ folder, dataFolder, port: await ownPort(), onRun })
    await migrate(postgres.url)
    const several = (kind: Kind, count: number) =>
      Array.from({ length: count }, (_, i) => startNode(kind, `${kind}-${i}`, { redis, postgres }))
    const nodes = await Promise.all([
      ...several('gateway', options.gateways),
      ...several('tcp-edge', options.edges),
      ...several('matchmaker', options.matchmakers),
    ])
    const portsOf = (door: 'websocket' | 'tcp') =>
      nodes.filter(({ over }) => over === door).map(({ port }) => port)
    return {
      redis,
      postgres,
      nodes,
      /** WebSocket addresses of the gateways' race door. */
      gateways: portsOf('websocket').map(port => `ws://127.0.0.1:${port}/ws`),
      /** `host:port` of the TCP race doors. */
      edges: portsOf('tcp').map(port => `127.0.0.1:${port}`),
      /** Every process of it, Redis and PostgreSQL included. */
      processes: [{ name: 'redis', ...redis }, { name: 'postgres', ...postgres }, ...nodes].map(
        ({ name, pid }) => ({ name, pid: pid() }),
      ),
      close: () => ending.end(),
    }
  } catch (error) {
    await ending.end()
    throw error
  }
}

/** Below what the kernel picks from for itself (32768 and up): nobody takes one of these in passing. */
let last = 20_000 + Math.floor(12_000 * Math.random())

/**
 * A port of the loopback that stays its server's, also before that listens and while it is started again. Not 0 at first
 * and then the same: connections of a server that listened on 0 keep its port from being listened on for a minute.
 */
const ownPort = async (): Promise<number> => {
  for (;;) {
    const port = ++last
    if (await isPortFree(port, '127.0.0.1')) return port
  }
}
