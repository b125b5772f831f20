import { execFileSync } from 'node:child_process'
import { readlinkSync } from 'node:fs'
import { procStat } from './proc-stat.ts'

/** A process id alone may by now belong to another process; with the instant it started, it does not. */
export type ProcessIdentity = { readonly pid: number; readonly startedAt: string }

/** Undefined when there is no such process. */
export function identify(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === 'linux' ? startTicks(pid) : startByPs(pid)
  return startedAt === undefined ? undefined : { pid, startedAt }
}

/** Whether this very process still runs. */
export function isAlive(known: ProcessIdentity): boolean {
  return identify(known.pid)?.startedAt === known.startedAt
}

/** The working folder of a process, where the system tells. */
export function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined // ended, not ours to look at, or not Linux
  }
}

function startTicks(pid: number): string | undefined {
  const fields = procStat(pid)?.fields
  return fields?.[0] === 'Z' ? undefined : fields?.[19]
}

function startByPs(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}
