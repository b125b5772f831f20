import { readFileSync } from 'node:fs'

/** A process as /proc/<pid>/stat shows it: the fields behind the name begin with the state. Linux only. */
export type ProcStat = { readonly name: string; readonly fields: readonly string[] }

/** Undefined when there is no such process, or it is not ours to look at. */
export function procStat(pid: number): ProcStat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const nameEnds = text.lastIndexOf(')') // the name may hold anything, brackets too
    return { name: text.slice(text.indexOf('(') + 1, nameEnds), fields: text.slice(nameEnds + 2).split(' ') }
  } catch {
    return undefined
  }
}
