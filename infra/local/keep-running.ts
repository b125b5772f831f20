import type { ProcessGroup } from './process-group.ts'
import { type ServerProcess, settledWithin } from './server-process.ts'

export type RestartPolicy = {
  readonly firstWaitMs: number
  readonly waitMsMax: number
  readonly steadyMs: number
}

const usual: RestartPolicy = { firstWaitMs: 250, waitMsMax: 30_000, steadyMs: 60_000 }

/**
 * Starts a process, and starts it again each time it ends by itself. The wait before a new start doubles
 * until one lasts `steadyMs`. Rejects only when the first start fails.
 */
export async function keepRunning<T extends ServerProcess>(
  name: string,
  start: (previous: T | undefined) => Promise<T>,
  group: Pick<ProcessGroup, 'isStopping' | 'stopping'>,
  say: (line: string) => void,
  policy: RestartPolicy = usual,
): Promise<T> {
  const first = await start(undefined)
  void restartForever(name, first, start, group, say, policy)
  return first
}

async function restartForever<T extends ServerProcess>(
  name: string,
  first: T,
  start: (previous: T) => Promise<T>,
  group: Pick<ProcessGroup, 'isStopping' | 'stopping'>,
  say: (line: string) => void,
  { firstWaitMs, waitMsMax, steadyMs }: RestartPolicy,
): Promise<void> {
  let running = first
  let isUp = true
  let upSinceMs = performance.now()
  let waitMs = firstWaitMs
  for (;;) {
    const how = isUp ? await running.exited : 'not started'
    if (group.isStopping()) return
    if (isUp && performance.now() - upSinceMs > steadyMs) waitMs = firstWaitMs
    say(`${name} ended (${how}); restarting it in ${waitMs / 1000} s`)
    if (await settledWithin(group.stopping, waitMs)) return
    waitMs = Math.min(waitMs * 2, waitMsMax)
    try {
      running = await start(running)
      isUp = true
      upSinceMs = performance.now()
      say(`${name} is running again`)
    } catch (error) {
      isUp = false
      if (group.isStopping()) return
      say(error instanceof Error ? error.message : String(error))
    }
  }
}
