/** Two nodes of one kind and one Redis, running. */
export type Target = {
  /** What its clients speak. */
  readonly dialect: 'contract-a' | 'v1' | 'relay' | 'socket-io' | 'colyseus'
  /** Of the WebSocket doors. */
  readonly ports: readonly number[]
  /** Of the TCP race door, where there is one. */
  readonly edgePort?: number | undefined
  /** The processes that hold connections. */
  readonly nodes: readonly number[]
  /** All that serve, Redis among them: what they use is what an update costs. */
  readonly pids: readonly number[]
  /** May be called again. */
  close(): Promise<void>
}

/** Uses a target and closes it, whatever happens. */
export const withTarget = async <T extends Target, R>(
  starting: Promise<T>,
  use: (target: T) => Promise<R>,
): Promise<R> => {
  const target = await starting
  try {
    return await use(target)
  } finally {
    await target.close()
  }
}
