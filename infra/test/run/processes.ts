import { readdirSync, readFileSync } from 'node:fs'
import { identify, type ProcessIdentity, procStat, workingFolder } from '../../local/process-identity.ts'

/** Names the folder of a test run in the environment of every process that it starts. */
export const RUN_VARIABLE = 'KETIK_TEST_RUN'

export type RunningProcess = ProcessIdentity & { readonly name: string }

type Entry = {
  readonly pid: number
  readonly parent: number
  readonly session: number
  readonly name: string
}

/**
 * The processes of a test run: those that carry its variable, those whose working folder is in its folder (Redis and
 * PostgreSQL overwrite their environment), and everything they started. Only Linux shows this.
 */
export const processesOfRun = (folder: string): readonly RunningProcess[] => {
  const all = everyProcess()
  const isMarked = ({ pid }: Entry) =>
    marksOf(pid).some(mark => isIn(folder, mark)) || isIn(folder, workingFolder(pid) ?? '')
  return withDescendants(all, all.filter(isMarked)).flatMap(identified)
}

/** A process of some names, such as `dockerd`, and everything below it. */
export const namedAmong = (
  processes: readonly RunningProcess[],
  names: ReadonlySet<string>,
): readonly RunningProcess[] => {
  const known = new Set(processes.map(({ pid }) => pid))
  const all = everyProcess().filter(({ pid }) => known.has(pid))
  return withDescendants(
    all,
    all.filter(({ name }) => names.has(name)),
  ).flatMap(identified)
}

/** Children, and whoever is in a session that one of them leads. This process and its session stay out of it. */
const withDescendants = (all: readonly Entry[], roots: readonly Entry[]): readonly Entry[] => {
  const own = new Set([process.pid, all.find(({ pid }) => pid === process.pid)?.session ?? 0])
  const found = new Map(roots.filter(({ pid }) => !own.has(pid)).map(entry => [entry.pid, entry]))
  for (let before = -1; before < found.size; ) {
    before = found.size
    for (const entry of all) {
      if (own.has(entry.pid)) continue
      if (found.has(entry.parent) || found.has(entry.session)) found.set(entry.pid, entry)
    }
  }
  return [...found.values()]
}

const identified = ({ pid, name }: Entry): readonly RunningProcess[] => {
  const identity = identify(pid)
  return identity === undefined ? [] : [{ ...identity, name }]
}

const everyProcess = (): readonly Entry[] => {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => entryOf(Number(name)))
}

const entryOf = (pid: number): readonly Entry[] => {
  const stat = procStat(pid)
  const [, parent, , session] = stat?.fields ?? []
  if (stat === undefined || parent === undefined || session === undefined) return []
  return [{ pid, parent: Number(parent), session: Number(session), name: stat.name }]
}

/** The folder of the run that a process belongs to. A run within a run has its folder in the outer one. */
const marksOf = (pid: number): readonly string[] =>
  environmentOf(pid)
    .split('\0')
    .flatMap(entry => (entry.startsWith(`${RUN_VARIABLE}=`) ? [entry.slice(RUN_VARIABLE.length + 1)] : []))

const isIn = (folder: string, path: string): boolean => `${path}/`.startsWith(`${folder}/`)

const environmentOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1')
  } catch {
    return '' // the process has ended, or is not ours to look at
  }
}
