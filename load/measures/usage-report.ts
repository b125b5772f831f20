import { familyCpuMs, familyMiB } from './process-usage.ts'

type Named = { readonly name: string; readonly pid: number }

/** Notes what each process has used by now; the function it answers tells what each used since, a line for each. */
export const watchUsage = (processes: readonly Named[]): (() => readonly string[]) => {
  const startedAt = performance.now()
  const before = new Map(processes.map(one => [one, familyCpuMs(one.pid)]))
  return () => {
    const seconds = (performance.now() - startedAt) / 1_000
    return processes.map(one => {
      const cpuS = (familyCpuMs(one.pid) - (before.get(one) ?? 0)) / 1_000
      const cores = (cpuS / seconds).toFixed(2)
      return `  ${one.name.padEnd(14)} ${cpuS.toFixed(1).padStart(7)} s CPU (${cores} cores) ${familyMiB(one.pid).toFixed(0).padStart(6)} MiB`
    })
  }
}
