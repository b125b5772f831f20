import type { DialectName } from '../generator/job.ts'

/** Two nodes of one kind and one Redis, running. */
export type Target = {
  readonly name: TargetName
  readonly dialect: DialectName
  /** Of the WebSocket doors. */
  readonly ports: readonly number[]
  /** The processes that hold connections. */
  readonly nodes: readonly number[]
  /** All that serve, Redis among them: what they use is what an update costs. */
  readonly pids: readonly number[]
  readonly redisUrl: string
  close(): Promise<void>
}

export const TARGETS = [
  'ketik',
  'ketik-v1',
  'bare',
  'bare-batched',
  'bare-batched-50',
  'ws',
  'socket-io',
  'colyseus',
] as const
export type TargetName = (typeof TARGETS)[number]
