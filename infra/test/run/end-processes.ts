import { setTimeout as pause } from 'node:timers/promises'
import { isAlive } from '../../local/process-identity.ts'
import { signalProcess } from '../../local/server-process.ts'
import { namedAmong, processesOfRun, type RunningProcess } from './processes.ts'

/** PostgreSQL ends at once on SIGQUIT and frees its shared memory, which SIGKILL leaves behind. */
const STEPS = [
  { signal: 'SIGTERM', waitMs: 5_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 10_000 },
] as const
/** Ends by `offline-images --stop`, which also removes its network rules. */
const ENGINE = new Set(['dockerd', 'containerd'])
/** A package manager that is killed leaves packages half installed. It ends by itself. */
const PACKAGE_MANAGERS = new Set(['apt-get', 'dpkg'])
const PACKAGES_WITHIN_MS = 180_000
const POLL_MS = 50

/** Ends every process of a test run, the Docker engine only when asked to. Resolves when they are gone. */
export const endProcesses = async (folder: string, endsEngine: boolean): Promise<void> => {
  const wanted = () => {
    const all = processesOfRun(folder)
    const spared = new Set(
      [...(endsEngine ? [] : namedAmong(all, ENGINE)), ...namedAmong(all, PACKAGE_MANAGERS)].map(
        ({ pid }) => pid,
      ),
    )
    return all.filter(({ pid }) => !spared.has(pid))
  }
  for (const { signal, waitMs } of STEPS) {
    const processes = wanted()
    if (processes.length === 0) break
    for (const { pid } of processes) signalProcess(pid, signal)
    await goneWithin(() => wanted(), waitMs)
  }
  const installing = namedAmong(processesOfRun(folder), PACKAGE_MANAGERS)
  await goneWithin(() => installing.filter(isAlive), PACKAGES_WITHIN_MS)
}

/** Resolves when none is left, or after that time. */
export const goneWithin = async (left: () => readonly RunningProcess[], withinMs: number): Promise<void> => {
  const until = performance.now() + withinMs
  while (left().length > 0 && performance.now() < until) {
    await pause(POLL_MS)
  }
}
