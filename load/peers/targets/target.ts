import type { DialectName } from '../generator/race-job.ts'

/** Two nodes of one kind and one Redis, running. */
export type Target = {
  readonly dialect: DialectName
  /** Of the WebSocket doors. */
  readonly ports: readonly number[]
  /** Of the TCP race door, where there is one. */
  readonly edgePort?: number | undefined
  /** The processes that hold connections. */
  readonly nodes: readonly number[]
  /** All that serve, Redis among them: what they use is what an update costs. */
  readonly pids: readonly number[]
  close(): Promise<void>
}

const running = new Set<Target>()

/** Uses a target and closes it, whatever happens. */
export const withTarget = async <T extends Target, R>(
  starting: Promise<T>,
  use: (target: T) => Promise<R>,
): Promise<R> => {
  const target = await starting
  running.add(target)
  try {
    return await use(target)
  } finally {
    running.delete(target)
    await target.close()
  }
}

/** So that nothing outlives a bench that is interrupted. */
export const closeAll = async (): Promise<void> => {
  await Promise.allSettled([...running].map(one => one.close()))
}
