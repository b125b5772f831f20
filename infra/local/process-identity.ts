import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { attempt } from './attempt.ts'

/** A process id alone may by now belong to another process; with the instant it started, it does not. */
export type ProcessIdentity = { readonly pid: number; readonly startedAt: string }

/** A process as /proc/<pid>/stat shows it: the fields behind the name begin with the state. Linux only. */
export type ProcStat = { readonly name: string; readonly fields: readonly string[] }

/** Undefined when there is no such process. */
export function identify(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === 'linux' ? startTicks(pid) : startByPs(pid)
  return startedAt ? { pid, startedAt } : undefined
}

/** Whether this very process still runs. */
export const isAlive = ({ pid, startedAt }: ProcessIdentity): boolean =>
  identify(pid)?.startedAt === startedAt

/** The working folder of a process. Undefined when it has ended, is not ours to look at, or this is not Linux. */
export const workingFolder = (pid: number): string | undefined =>
  attempt(() => readlinkSync(`/proc/${pid}/cwd`))

/** Undefined when there is no such process, or it is not ours to look at. */
export function procStat(pid: number): ProcStat | undefined {
  const text = attempt(() => readFileSync(`/proc/${pid}/stat`, 'latin1'))
  if (text === undefined) return undefined
  const nameEnds = text.lastIndexOf(')') // the name may hold anything, brackets too
  return { name: text.slice(text.indexOf('(') + 1, nameEnds), fields: text.slice(nameEnds + 2).split(' ') }
}

function startTicks(pid: number): string | undefined {
  const fields = procStat(pid)?.fields
  return fields?.[0] === 'Z' ? undefined : fields?.[19]
}

const startByPs = (pid: number): string | undefined =>
  attempt(() => execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim())
