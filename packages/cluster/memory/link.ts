/** The connection of a process to the server in memory. A simulation puts its network here. */
export type Link = {
  /** Carries one command to the server, and its answer back. Commands of one link keep their order. */
  call<T>(what: string, run: () => T): Promise<T>
  /** Carries a message from the server to the process. */
  push(what: string, run: () => void): void
  /** Reconnects. Messages on their way are lost. */
  reopen?(): void
  /** Calls the listener after each reconnect. */
  onReady?(listener: () => void): void
}

export const directLink: Link = {
  call: async (_, run) => {
    await undefined
    return run()
  },
  push: (_, run) => queueMicrotask(run),
}
