import { migrate } from '@ketik/scores'
import { relayToPostgres } from '@ketik/scores/test/relay-to-postgres'
import { startOwnServers } from '../../../infra/test/own-servers.ts'
import { startServiceProcesses } from '../../../infra/test/service-process.ts'
import type { Target } from './target.ts'

export type KetikTarget = Target & {
  readonly databaseUrl: string
  readonly postgresPid: number
  /** Of the matchmaker, if they are counted. */
  roundTrips(): number
}

export type KetikOptions = {
  readonly dialect?: 'contract-a' | 'v1'
  readonly gateways?: number
  readonly edges?: number
  readonly length?: 'short' | 'long'
  /** Where the first gateway leaves a CPU profile of the time between two SIGUSR2. */
  readonly profileFile?: string | undefined
  /** Counts what the matchmaker asks PostgreSQL. */
  readonly countsRoundTrips?: boolean
}

/** A URL, because NODE_OPTIONS is cut at spaces. */
const profiler = new URL('../profile/on-signal.mjs', import.meta.url).href

/** Ketik as in production, from its builds: two gateways, a matchmaker, a Redis and a PostgreSQL of its own. */
export const startKetik = async (options: KetikOptions = {}): Promise<KetikTarget> => {
  const { dialect = 'contract-a', gateways = 2, edges = 0, length = 'long', profileFile } = options
  const { redis, postgres, close } = await startOwnServers()
  await migrate(postgres.url)
  const environment = {
    REDIS_URL: redis.url,
    DATABASE_URL: postgres.url,
    SESSION_SECRET: 'a secret for the bench alone',
    CONNECTIONS_MAX: '50000',
    CONNECTIONS_PER_ADDRESS_MAX: '50000',
    RACE_LENGTH: length,
    LOG_LEVEL: 'info',
    NODE_ENV: 'production',
  }
  const profiled =
    profileFile === undefined ? {} : { NODE_OPTIONS: `--import ${profiler}`, PROFILE_FILE: profileFile }
  const nodesOf = <Kind extends 'gateway' | 'tcp-edge'>(kind: Kind, count: number) =>
    Array.from({ length: count }, (_, i) => [kind, { ...environment, ...(i === 0 ? profiled : {}) }] as const)
  const relay = options.countsRoundTrips ? await relayToPostgres(postgres.url) : undefined
  const services = await startServiceProcesses([
    ...nodesOf('gateway', gateways),
    ...nodesOf('tcp-edge', edges),
    ['matchmaker', { ...environment, DATABASE_URL: relay?.url ?? postgres.url }],
  ])
  const nodes = services.processes.slice(0, -1)
  return {
    dialect,
    ports: nodes.slice(0, gateways).map(({ ports }) => ports['http'] ?? 0),
    edgePort: nodes[gateways]?.ports['race'],
    nodes: nodes.map(({ pid }) => pid),
    pids: [...services.processes.map(({ pid }) => pid), redis.pid()],
    databaseUrl: postgres.url,
    postgresPid: postgres.pid(),
    roundTrips: () => relay?.roundTrips() ?? 0,
    close: async () => {
      await services.close()
      await relay?.close()
      await close()
    },
  }
}
