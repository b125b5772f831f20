import { identify } from './process-identity.ts'
import type { RecordedProcess, RunLock } from './run-lock.ts'
import { type ServerProcess, signalProcess } from './server-process.ts'

/** What is stopped first comes first: a service still has its Redis and PostgreSQL while it closes. */
const stages = ['service', 'postgres', 'redis'] as const
type Stage = (typeof stages)[number]

/** Everything that runs for one start, so that it can be stopped whole whatever has happened. */
export type ProcessGroup = {
  /** Aborts when stopping begins. */
  readonly stopping: AbortSignal
  /** Takes in a process at the moment it runs; one that comes while stopping is ended at once. */
  add(stage: Stage, name: string, started: ServerProcess): void
  /** Ends all, stage by stage, each within its own time limit. */
  stop(): Promise<void>
  /** Ends all now. */
  kill(): void
}

type Member = { readonly stage: Stage; readonly recorded: RecordedProcess; readonly started: ServerProcess }

export function createProcessGroup(lock: Pick<RunLock, 'record'>): ProcessGroup {
  const members = new Set<Member>()
  const stopping = new AbortController()
  let stopped: Promise<void> | undefined

  const inStage = (stage: Stage) => [...members].filter(member => member.stage === stage)
  const recordMembers = () => lock.record(stages.flatMap(inStage).map(({ recorded }) => recorded))
  const stopStages = async () => {
    for (const stage of stages) await Promise.all(inStage(stage).map(({ started }) => started.stop()))
  }
  return {
    stopping: stopping.signal,
    add(stage, name, started) {
      const identity = identify(started.pid)
      if (identity === undefined) return // ended already: whoever waits for it is told
      const member = { stage, recorded: { ...identity, name }, started }
      members.add(member)
      recordMembers()
      void started.exited.then(() => {
        members.delete(member)
        if (stopped === undefined) recordMembers()
      })
      if (stopped !== undefined) void started.stop()
    },
    stop() {
      stopping.abort()
      stopped ??= stopStages()
      return stopped
    },
    kill() {
      // PostgreSQL passes SIGQUIT on to its own children and is gone at once.
      for (const { started, stage } of members)
        signalProcess(started.pid, stage === 'postgres' ? 'SIGQUIT' : 'SIGKILL')
    },
  }
}
