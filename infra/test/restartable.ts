import type { OnStart, ServerProcess } from '../local/server-process.ts'

/** A process that may be stopped, killed, frozen and started again. */
export type Restartable = {
  /** Resolves when it serves, and at once while it runs. */
  start(): Promise<void>
  /** In good order. */
  stop(): Promise<void>
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>
  signal(signal: NodeJS.Signals): void
  isUp(): boolean
  /** 0 while it does not run. */
  pid(): number
}

/** Not yet started. `onRun` receives what ends the process, from the moment it runs. */
export const restartable = (
  start: (onStart: OnStart) => Promise<unknown>,
  onRun: (stop: () => Promise<void>) => void = () => {},
): Restartable => {
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
    onRun(stop)
    void started.exited.then(() => {
      if (running === started) running = undefined
    })
  }
  return {
    start: async () => {
      if (running === undefined) await start(onStart)
    },
    stop,
    signal,
    isUp: () => running !== undefined && !frozen,
    pid: () => running?.pid ?? 0,
    kill: async () => {
      const killed = running
      signal('SIGKILL')
      await killed?.exited
    },
  }
}
