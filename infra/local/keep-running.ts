import { setTimeout as pause } from 'node:timers/promises'
import type { ServerProcess } from './server-process.ts'

const usual = { firstWaitMs: 250, waitMsMax: 30_000, steadyMs: 60_000 }

/**
 * Starts a process, and starts it again each time it ends by itself, until `stopping`. The wait before a new start
 * doubles until one lasts `steadyMs`. Rejects only when the first start fails.
 */
export async function keepRunning<T extends ServerProcess>(
  name: string,
  start: (previous: T | undefined) => Promise<T>,
  stopping: AbortSignal,
  say: (line: string) => void,
  { firstWaitMs, waitMsMax, steadyMs } = usual,
): Promise<T> {
  const restartForever = async (first: T) => {
    let last = first
    let isUp = true
    let waitMs = firstWaitMs
    for (;;) {
      const upSinceMs = performance.now()
      const how = isUp ? await last.exited : 'not started'
      if (stopping.aborted) return
      if (performance.now() - upSinceMs > steadyMs) waitMs = firstWaitMs
      say(`${name} ended (${how}); restarting it in ${waitMs / 1000} s`)
      await pause(waitMs, undefined, { signal: stopping }).catch(() => {})
      if (stopping.aborted) return
      waitMs = Math.min(waitMs * 2, waitMsMax)
      try {
        last = await start(last)
        isUp = true
        say(`${name} is running again`)
      } catch (error) {
        isUp = false
        if (!stopping.aborted) say(error instanceof Error ? error.message : String(error))
      }
    }
  }
  const first = await start(undefined)
  void restartForever(first)
  return first
}
