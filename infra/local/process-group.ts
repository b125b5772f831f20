import { identify } from './process-identity.ts'
import type { RecordedProcess, RunLock } from './run-lock.ts'
import { type ServerProcess, signalProcess } from './server-process.ts'

/** What is stopped first comes first: a service still has its Redis and PostgreSQL while it closes. */
const stages = ['service', 'postgres', 'redis'] as const
type Stage = (typeof stages)[number]

/** Everything that runs for one start, so that it can be stopped whole whatever has happened. */
export type ProcessGroup = {
  readonly isStopping: () => boolean
  /** Settles when stopping begins. */
  readonly stopping: Promise<void>
  /** Takes in a process at the moment it runs; one that comes while stopping is ended at once. */
  add(stage: Stage, name: string, started: ServerProcess): void
  /** Ends all, stage by stage, each within its own time limit. */
  stop(): Promise<void>
  /** Ends all now. */
  kill(): void
}

type Member = RecordedProcess & { readonly stage: Stage; readonly started: ServerProcess }

export function createProcessGroup(lock: RunLock): ProcessGroup {
  const members = new Set<Member>()
  let stopped: Promise<void> | undefined
  let beginStopping = () => {}
  const stopping = new Promise<void>(resolve => {
    beginStopping = resolve
  })

  const recordMembers = () => {
    const inOrder = stages.flatMap(stage => [...members].filter(member => member.stage === stage))
    lock.record(inOrder.map(({ pid, startedAt, name }) => ({ pid, startedAt, name })))
  }
  const stopStages = async () => {
    for (const stage of stages) {
      await Promise.all(
        [...members].filter(member => member.stage === stage).map(member => member.started.stop()),
      )
    }
  }
  return {
    isStopping: () => stopped !== undefined,
    stopping,
    add(stage, name, started) {
      const identity = identify(started.pid)
      if (identity === undefined) return // ended already: whoever waits for it is told
      const member: Member = { ...identity, name, stage, started }
      members.add(member)
      recordMembers()
      started.exited.then(() => {
        members.delete(member)
        if (stopped === undefined) recordMembers()
      })
      if (stopped !== undefined) void started.stop()
    },
    stop() {
      beginStopping()
      stopped ??= stopStages()
      return stopped
    },
    kill() {
      // PostgreSQL passes SIGQUIT on to its own children and is gone at once.
      for (const { pid, stage } of members) signalProcess(pid, stage === 'postgres' ? 'SIGQUIT' : 'SIGKILL')
    },
  }
}
