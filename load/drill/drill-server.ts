import type { ServerProcess } from '../../infra/local/server-process.ts'

/** A process that a drill may kill, freeze, stop and start again, with its data and its ports kept. */
export type DrillServer = {
  readonly name: string
  start(): Promise<void>
  /** In good order. */
  stop(): Promise<void>
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>
  signal(signal: NodeJS.Signals): void
  isUp(): boolean
}

/** Starts it for the first time. */
export const startDrillServer = async (
  name: string,
  start: () => Promise<ServerProcess>,
): Promise<DrillServer> => {
  let running: ServerProcess | undefined
  let frozen = false
  const startIt = async () => {
    if (running !== undefined) return
    const started = await start()
    running = started
    frozen = false
    void started.exited.then(() => {
      if (running === started) running = undefined
    })
  }
  const signal = (name: NodeJS.Signals) => {
    if (running === undefined) return
    if (name === 'SIGSTOP') frozen = true
    if (name === 'SIGCONT') frozen = false
    process.kill(running.pid, name)
  }
  await startIt()
  return {
    name,
    start: startIt,
    signal,
    isUp: () => running !== undefined && !frozen,
    stop: async () => {
      if (frozen) signal('SIGCONT')
      await running?.stop()
    },
    kill: async () => {
      const killed = running
      signal('SIGKILL')
      await killed?.exited
    },
  }
}
