import type { EdgeSettings } from '@ketik/edge'

export type TcpEdgeSettings = EdgeSettings & {
  readonly host: string
  /** 0 picks a free port, for each of them. */
  readonly racePort: number
  readonly nickPort: number
  readonly adminHost: string
  readonly adminPort: number
  /** For its forms see `createRedis`. */
  readonly redisUrl: string
  readonly prefix: string
  readonly databaseUrl: string
}
