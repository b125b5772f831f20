import { migrate } from '@ketik/scores'
import { startOwnPostgres, startOwnRedis } from '../../../infra/test/own-stores.ts'
import { startServiceProcesses } from '../../../infra/test/service-process.ts'
import { track } from './running.ts'
import type { Target } from './target.ts'

export type KetikTarget = Target & {
  readonly databaseUrl: string
  readonly postgresPid: number
  readonly edgePort: number
}

export type KetikOptions = {
  readonly v1?: boolean
  readonly gateways?: number
  readonly edges?: number
  readonly length?: 'short' | 'long'
  /** Where the first gateway leaves a CPU profile of the time between two SIGUSR2. */
  readonly profileFile?: string | undefined
  /** Where the matchmaker finds the database, when that is somewhere else. */
  readonly matchmakerDatabaseUrl?: (databaseUrl: string) => Promise<string>
}

/** A URL, because NODE_OPTIONS is cut at spaces. */
const profiler = new URL('../profile/on-signal.mjs', import.meta.url).href

/** Ketik as in production, from its builds: two gateways, a matchmaker, a Redis and a PostgreSQL of its own. */
export const startKetik = async (options: KetikOptions = {}): Promise<KetikTarget> => {
  const { v1 = false, gateways = 2, edges = 0, length = 'long' } = options
  const redis = await startOwnRedis()
  const postgres = await startOwnPostgres()
  const databaseUrl = postgres.url
  await migrate(databaseUrl)
  const environment = {
    REDIS_URL: redis.url,
    DATABASE_URL: databaseUrl,
    SESSION_SECRET: 'a secret for the bench alone',
    CONNECTIONS_MAX: '50000',
    CONNECTIONS_PER_ADDRESS_MAX: '50000',
    RACE_LENGTH: length,
    LOG_LEVEL: 'info',
    NODE_ENV: 'production',
  }
  const profiled =
    options.profileFile === undefined
      ? {}
      : { NODE_OPTIONS: `--import ${profiler}`, PROFILE_FILE: options.profileFile }
  const several = <Kind extends 'gateway' | 'tcp-edge'>(kind: Kind, count: number) =>
    Array.from({ length: count }, (_, i) => [kind, { ...environment, ...(i === 0 ? profiled : {}) }] as const)
  const matchmakerUrl = (await options.matchmakerDatabaseUrl?.(databaseUrl)) ?? databaseUrl
  const services = await startServiceProcesses([
    ...several('gateway', gateways),
    ...several('tcp-edge', edges),
    ['matchmaker', { ...environment, DATABASE_URL: matchmakerUrl }],
  ])
  const nodes = services.processes.slice(0, -1)
  return track<KetikTarget>({
    name: v1 ? 'ketik-v1' : 'ketik',
    dialect: v1 ? 'v1' : 'contract-a',
    ports: nodes.slice(0, gateways).map(({ ports }) => ports['http'] ?? 0),
    edgePort: nodes[gateways]?.ports['race'] ?? 0,
    nodes: nodes.map(({ pid }) => pid),
    pids: [...services.processes.map(({ pid }) => pid), redis.pid()],
    redisUrl: redis.url,
    databaseUrl,
    postgresPid: postgres.pid(),
    close: async () => {
      await services.close()
      await redis.close()
      await postgres.close()
    },
  })
}
