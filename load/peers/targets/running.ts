type Closing = { close(): Promise<void> }

const running = new Set<Closing>()

/** Remembers what runs, so that nothing outlives a bench that is interrupted. */
export const track = <T extends Closing>(started: T): T => {
  const tracked: T = {
    ...started,
    close: async () => {
      running.delete(tracked)
      await started.close()
    },
  }
  running.add(tracked)
  return tracked
}

export const closeAll = async (): Promise<void> => {
  await Promise.allSettled([...running].map(one => one.close()))
}
