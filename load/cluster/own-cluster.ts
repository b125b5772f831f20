import { migrate } from '@ketik/scores'
import { startOwnServers } from '../../infra/test/own-servers.ts'
import { startServiceProcesses } from '../../infra/test/service-process.ts'

type Counts = { readonly gateways: number; readonly edges: number; readonly matchmakers: number }

export type OwnCluster = {
  /** WebSocket addresses of the gateways' race door. */
  readonly gateways: readonly string[]
  /** `host:port` of the TCP race doors. */
  readonly edges: readonly string[]
  /** Every process of it, Redis and PostgreSQL included. */
  readonly processes: readonly { readonly name: string; readonly pid: number }[]
  close(): Promise<void>
}

/** All load comes from one address, and a run should end within minutes. */
const settings = {
  CONNECTIONS_MAX: '100000',
  CONNECTIONS_PER_ADDRESS_MAX: '100000',
  RACE_LENGTH: 'short',
  LOG_LEVEL: 'warn',
  SESSION_SECRET: 'a secret for load alone',
} as const

/** A cluster of processes, a durable Redis and a durable PostgreSQL, on free ports, new for each run. */
export const startOwnCluster = async (counts: Counts): Promise<OwnCluster> => {
  const servers = await startOwnServers()
  const { redis, postgres } = servers
  try {
    await migrate(postgres.url)
    const environment = { REDIS_URL: redis.url, DATABASE_URL: postgres.url, ...settings }
    const wanted = [
      ...several('gateway', counts.gateways),
      ...several('tcp-edge', counts.edges),
      ...several('matchmaker', counts.matchmakers),
    ]
    const services = await startServiceProcesses(wanted.map(({ kind }) => [kind, environment]))
    const portsOf = (wantedKind: string, port: string) =>
      services.processes.flatMap(({ ports }, i) => (wanted[i]?.kind === wantedKind ? ports[port] : []))
    return {
      gateways: portsOf('gateway', 'http').map(port => `ws://127.0.0.1:${port}/ws`),
      edges: portsOf('tcp-edge', 'race').map(port => `127.0.0.1:${port}`),
      processes: [
        { name: 'redis', pid: redis.pid() },
        { name: 'postgres', pid: postgres.pid() },
        ...services.processes.map(({ pid }, i) => ({ name: wanted[i]?.name ?? '', pid })),
      ],
      close: async () => {
        await services.close()
        await servers.close()
      },
    }
  } catch (error) {
    await servers.close()
    throw error
  }
}

const several = <Kind extends string>(kind: Kind, count: number) =>
  Array.from({ length: count }, (_, i) => ({ kind, name: `${kind}-${i}` }))
