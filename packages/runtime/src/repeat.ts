import type { Log } from './log.ts'

/** Runs `work` again and again, `everyMs` after it ended; a fault is logged and the next turn tries again. */
export const repeat = (everyMs: number, log: Log, what: string, work: () => Promise<void>) => {
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout
  const turn = () => {
    running = work()
      .catch(error => log.warn({ err: error }, `could not ${what}`))
      .then(() => {
        if (!stopped) timer = setTimeout(turn, everyMs)
      })
  }
  timer = setTimeout(turn, everyMs)
  return {
    /** Resolves when the turn under way, if any, has ended. */
    stop: async (): Promise<void> => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
