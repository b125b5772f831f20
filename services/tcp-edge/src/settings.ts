import type { EdgeSettings } from '@ketik/edge'
import type { ServiceSettings } from '@ketik/runtime'
import type { AcceptSettings } from './accept.ts'

export type TcpEdgeSettings = ServiceSettings &
  EdgeSettings &
  AcceptSettings & {
    readonly host: string
    /** 0 picks a free port, for each of them. */
    readonly racePort: number
    readonly nickPort: number
  }
