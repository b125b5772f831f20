import type { OnStart, ServerProcess } from '../../infra/local/server-process.ts'
import type { Ending } from '../ending.ts'

/** A process that a drill may kill, freeze, stop and start again, with its data and its ports kept. */
export type DrillServer = {
  readonly name: string
  /** Resolves when it serves, and at once while it runs. */
  start(): Promise<void>
  /** In good order. */
  stop(): Promise<void>
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>
  signal(signal: NodeJS.Signals): void
  isUp(): boolean
}

/** Not yet started; from the moment its process runs, the end of the drill ends it. */
export const drillServer = (
  name: string,
  start: (onStart: OnStart) => Promise<ServerProcess>,
  ending: Ending,
): DrillServer => {
  let running: ServerProcess | undefined
  let frozen = false
  const signal = (name: NodeJS.Signals) => {
    if (running === undefined) return
    if (name === 'SIGSTOP') frozen = true
    if (name === 'SIGCONT') frozen = false
    process.kill(running.pid, name)
  }
  const stop = async () => {
    if (frozen) signal('SIGCONT')
    await running?.stop()
  }
  const onStart = (started: ServerProcess) => {
    running = started
    frozen = false
    ending.add(stop)
    void started.exited.then(() => {
      if (running === started) running = undefined
    })
  }
  return {
    name,
    start: async () => {
      if (running === undefined) await start(onStart)
    },
    stop,
    signal,
    isUp: () => running !== undefined && !frozen,
    kill: async () => {
      const killed = running
      signal('SIGKILL')
      await killed?.exited
    },
  }
}
