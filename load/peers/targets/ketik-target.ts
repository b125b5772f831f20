import { type PostgresRelay, relayToPostgres } from '@ketik/scores/test/relay-to-postgres'
import { startOwnCluster } from '../../cluster/own-cluster.ts'
import { Ending } from '../../ending.ts'
import type { Target } from './target.ts'

export type KetikTarget = Target & {
  readonly databaseUrl: string
  readonly postgresPid: number
  /** Of the matchmaker, if they are counted. */
  roundTrips(): number
}

type KetikOptions = {
  readonly dialect?: 'contract-a' | 'v1'
  readonly gateways?: number
  readonly edges?: number
  readonly length?: 'short' | 'long'
  /** Where the first gateway leaves a CPU profile of its whole life. */
  readonly profileFile?: string | undefined
  /** Counts what the matchmaker asks PostgreSQL. */
  readonly countsRoundTrips?: boolean
}

const SETTINGS = {
  SESSION_SECRET: 'a secret for the bench alone',
  CONNECTIONS_MAX: '50000',
  CONNECTIONS_PER_ADDRESS_MAX: '50000',
  LOG_LEVEL: 'info',
  NODE_ENV: 'production',
} as const

/** A URL, because NODE_OPTIONS is cut at spaces. */
const profiler = new URL('../profile/until-exit.mjs', import.meta.url).href

/** Ketik as in production, from its builds: two gateways, a matchmaker, a Redis and a PostgreSQL of its own. */
export const startKetik = async (options: KetikOptions = {}): Promise<KetikTarget> => {
  const { dialect = 'contract-a', gateways = 2, edges = 0, length = 'long', profileFile } = options
  const ending = new Ending()
  let relay: PostgresRelay | undefined
  const cluster = await startOwnCluster(
    {
      gateways,
      edges,
      matchmakers: 1,
      settings: { ...SETTINGS, RACE_LENGTH: length },
      around: async (name, { postgres }) => {
        if (name === 'gateway-0' && profileFile !== undefined)
          return { environment: { NODE_OPTIONS: `--import ${profiler}`, PROFILE_FILE: profileFile } }
        if (name !== 'matchmaker-0' || !options.countsRoundTrips) return {}
        relay = await relayToPostgres(postgres.url)
        ending.add(relay.close)
        return { environment: { DATABASE_URL: relay.url } }
      },
    },
    ending,
  )
  const { nodes, redis, postgres, close } = cluster
  const portsOver = (door: 'websocket' | 'tcp') =>
    nodes.filter(({ over }) => over === door).map(({ port }) => port)
  return {
    dialect,
    ports: portsOver('websocket'),
    edgePort: portsOver('tcp')[0],
    nodes: nodes.filter(({ over }) => over !== undefined).map(({ pid }) => pid()),
    pids: [...nodes, redis].map(({ pid }) => pid()),
    databaseUrl: postgres.url,
    postgresPid: postgres.pid(),
    roundTrips: () => relay?.roundTrips() ?? 0,
    close,
  }
}
