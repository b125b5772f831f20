import { familyCpuMs } from '../measures/process-usage.ts'

type Process = { readonly name: string; readonly pid: number }

/** The kinds of processes whose cost is told apart. */
export const KINDS = ['gateway', 'matchmaker', 'redis', 'postgres'] as const
type Kind = (typeof KINDS)[number]

/** A figure for each kind of process. */
export type Cost = Readonly<Record<Kind, number>>

/** The CPU milliseconds that each kind of process used while some work was done, and the seconds it took. */
type CostWindow = { readonly cpuMs: Cost; readonly seconds: number }

export const cpuDuring = async (
  processes: readonly Process[],
  work: () => Promise<unknown>,
): Promise<CostWindow> => {
  const used = () =>
    byKind(kind =>
      processes.reduce((sum, { name, pid }) => sum + (name.startsWith(kind) ? familyCpuMs(pid) : 0), 0),
    )
  const [before, startedAt] = [used(), performance.now()]
  await work()
  const [after, seconds] = [used(), (performance.now() - startedAt) / 1_000]
  return { cpuMs: byKind(kind => after[kind] - before[kind]), seconds }
}

/** The µs of CPU of each of so many things in a window, without what the processes use anyway in that time. */
export const perThingUs = (window: CostWindow, things: number, idle?: CostWindow): Cost =>
  byKind(kind => {
    const idleMs = idle === undefined ? 0 : (idle.cpuMs[kind] * window.seconds) / idle.seconds
    return Math.max(0, (1_000 * (window.cpuMs[kind] - idleMs)) / things)
  })

export const byKind = (value: (kind: Kind) => number): Cost => ({
  gateway: value('gateway'),
  matchmaker: value('matchmaker'),
  redis: value('redis'),
  postgres: value('postgres'),
})
