/** How a process reaches the server that holds what is shared. A simulation puts itself here. */
export type Link = {
  /** Brings one command to the server and its answer back. Commands of one link keep their order. */
  call<T>(what: string, run: () => T): Promise<T>
  /** Brings something from the server to the process. */
  push(what: string, run: () => void): void
  /** Opens the connection again: what was on its way is lost. */
  reopen?(): void
  /** Tells of a connection that was lost and is there again. */
  onReady?(listener: () => void): void
}

export const directLink: Link = {
  call: async (_, run) => {
    await undefined
    return run()
  },
  push: (_, run) => queueMicrotask(run),
}
