import { familyCpuMs } from './process-usage.ts'

type Process = { readonly name: string; readonly pid: number }

/** The kinds of processes whose cost is told apart. */
export const KINDS = ['gateway', 'matchmaker', 'redis', 'postgres'] as const
export type Kind = (typeof KINDS)[number]

/** CPU milliseconds by kind of process. */
export type Cpu = Readonly<Record<Kind, number>>

/** The CPU that each kind of process used while some work was done, and the seconds it took. */
export const cpuDuring = async (
  processes: readonly Process[],
  work: () => Promise<unknown>,
): Promise<{ readonly cpu: Cpu; readonly seconds: number }> => {
  const before = cpuNow(processes)
  const startedAt = performance.now()
  await work()
  const seconds = (performance.now() - startedAt) / 1_000
  const after = cpuNow(processes)
  return { cpu: byKind(kind => after[kind] - before[kind]), seconds }
}

/** What is left of a window's CPU without what the processes use anyway in that time, for each of so many things. */
export const perThingUs = (
  { cpu, seconds }: { readonly cpu: Cpu; readonly seconds: number },
  idlePerSecond: Cpu,
  things: number,
): Cpu => byKind(kind => Math.max(0, (1_000 * (cpu[kind] - idlePerSecond[kind] * seconds)) / things))

export const byKind = (value: (kind: Kind) => number): Cpu => ({
  gateway: value('gateway'),
  matchmaker: value('matchmaker'),
  redis: value('redis'),
  postgres: value('postgres'),
})

const cpuNow = (processes: readonly Process[]): Cpu =>
  byKind(kind =>
    processes.filter(({ name }) => name.startsWith(kind)).reduce((sum, { pid }) => sum + familyCpuMs(pid), 0),
  )
