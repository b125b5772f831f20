import { readdirSync, readFileSync } from 'node:fs'

/** What a process and those it started have used: CPU since their start, resident memory now. */
export type Usage = { readonly cpuMs: number; readonly residentMiB: number }

/** The kernel counts CPU time in these (USER_HZ), on every architecture that Node.js runs on. */
const TICK_MS = 10
const PAGE_KIB = 4

/** By /proc; a process that is gone has used nothing. Linux only. */
export const usageOf = (pid: number): Usage =>
  withChildren(pid).reduce(
    (sum, one) => {
      const { cpuMs, residentMiB } = ownUsage(one)
      return { cpuMs: sum.cpuMs + cpuMs, residentMiB: sum.residentMiB + residentMiB }
    },
    { cpuMs: 0, residentMiB: 0 },
  )

/** PostgreSQL does its work in children; they are found by their parent. */
const withChildren = (pid: number): readonly number[] => {
  const children = readdirSync('/proc')
    .map(Number)
    .filter(one => one > 0 && parentOf(one) === pid)
  return [pid, ...children]
}

const parentOf = (pid: number): number => Number(statOf(pid)[1])

const ownUsage = (pid: number): Usage => {
  const stat = statOf(pid)
  const [userTicks = 0, systemTicks = 0, pages = 0] = [stat[11], stat[12], stat[21]].map(Number)
  return { cpuMs: (userTicks + systemTicks) * TICK_MS || 0, residentMiB: (pages * PAGE_KIB) / 1_024 || 0 }
}

/** The fields of /proc/<pid>/stat after the name, which may hold spaces: `state` is the first. */
const statOf = (pid: number): readonly string[] => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}
