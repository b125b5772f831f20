import type { EdgeSettings } from '@ketik/edge'
import type { AcceptSettings } from './accept.ts'

export type TcpEdgeSettings = EdgeSettings &
  AcceptSettings & {
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
