import { readdirSync, readFileSync } from 'node:fs'
import { procStat } from '../../infra/local/process-identity.ts'

/** The kernel counts CPU time in these (USER_HZ), on every architecture that Node.js runs on. */
const TICK_MS = 10
const PAGE_KIB = 4

/** CPU that a process has used, user and system, all threads; by /proc. Linux only. A process that is gone has used none. */
export const cpuMs = (pid: number): number => ticksMs(statOf(pid), 11)

/** What several have used. */
export const cpuMsOf = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + cpuMs(pid), 0)

/** The same with all its children, those that have ended too: a PostgreSQL works in children. */
export const familyCpuMs = (pid: number): number =>
  [pid, ...childrenOf(pid)].reduce((sum, one) => sum + cpuMs(one), ticksMs(statOf(pid), 13))

/** Resident memory of a process now, in KiB. */
export const residentKib = (pid: number): number => Number(statOf(pid)[21] ?? 0) * PAGE_KIB

/** The same with all its children, in MiB. */
export const familyMiB = (pid: number): number =>
  [pid, ...childrenOf(pid)].reduce((sum, one) => sum + residentKib(one), 0) / 1_024

const ticksMs = (fields: readonly string[], at: number): number =>
  (Number(fields[at] ?? 0) + Number(fields[at + 1] ?? 0)) * TICK_MS

const childrenOf = (pid: number): readonly number[] =>
  ifThere(() => readdirSync(`/proc/${pid}/task`), [])
    .flatMap(task => ifThere(() => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8'), '').split(' '))
    .map(Number)
    .filter(child => child > 0)

const statOf = (pid: number): readonly string[] => procStat(pid)?.fields ?? []

/** A process may end at any time, and its files with it. */
const ifThere = <T>(read: () => T, otherwise: T): T => {
  try {
    return read()
  } catch {
    return otherwise
  }
}
