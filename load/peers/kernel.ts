import { readdirSync, readFileSync } from 'node:fs'

/** The kernel counts CPU time in these (USER_HZ). */
const TICK_MS = 10

/** CPU that a process has used, user and system, all threads; by /proc. Linux only. */
export const cpuMs = (pid: number): number => {
  const fields = statOf(pid)
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

/** Its fields from the third on, which is the first behind its name. */
const statOf = (pid: number): readonly string[] => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** The same for a process with all its children, those that have ended too: a PostgreSQL. */
export const cpuOfFamilyMs = (pid: number): number => {
  const children = readdirSync(`/proc/${pid}/task`).flatMap(task =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' '),
  )
  const living = children.filter(child => child !== '').reduce((sum, child) => sum + cpuMs(Number(child)), 0)
  const [ended, endedInKernel] = statOf(pid).slice(13, 15).map(Number)
  return cpuMs(pid) + living + ((ended ?? 0) + (endedInKernel ?? 0)) * TICK_MS
}

/** Resident memory of a process in KiB. */
export const residentKib = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN)
