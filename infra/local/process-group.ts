import { identify } from './process-identity.ts'
import type { RecordedProcess } from './run-lock.ts'
import { type ServerProcess, signalProcess } from './server-process.ts'

/** What is stopped first comes first: a service still has its Redis and PostgreSQL while it closes. */
const stages = ['service', 'postgres', 'redis'] as const
type Stage = (typeof stages)[number]
type Member = { readonly stage: Stage; readonly recorded: RecordedProcess; readonly started: ServerProcess }

export type ProcessGroup = ReturnType<typeof createProcessGroup>

/**
 * Everything that runs for one start, so that it can be stopped whole whatever has happened. `record` receives what
 * runs, in the order in which it is to be stopped, each time that changes.
 */
export function createProcessGroup(record: (processes: readonly RecordedProcess[]) => void) {
  const members = new Set<Member>()
  const stopping = new AbortController()
  let stopped: Promise<void> | undefined

  const inStage = (stage: Stage) => [...members].filter(member => member.stage === stage)
  const recordMembers = () => record(stages.flatMap(inStage).map(({ recorded }) => recorded))
  const stopStages = async () => {
    for (const stage of stages) await Promise.all(inStage(stage).map(({ started }) => started.stop()))
  }
  return {
    /** Aborts when stopping begins. */
    stopping: stopping.signal,
    /** Takes in a process at the moment it runs; one that comes while stopping is ended at once. */
    add(stage: Stage, name: string, started: ServerProcess): void {
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
    /** Ends all, stage by stage, each within its own time limit. */
    stop(): Promise<void> {
      stopping.abort()
      stopped ??= stopStages()
      return stopped
    },
    /** Ends all now. PostgreSQL passes SIGQUIT on to its own children and is gone at once. */
    kill(): void {
      for (const { started, stage } of members)
        signalProcess(started.pid, stage === 'postgres' ? 'SIGQUIT' : 'SIGKILL')
    },
  }
}
