import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { attempt } from './attempt.ts'
import { WrongUse } from './command-line.ts'
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts'
import { signalProcess } from './server-process.ts'

/** The processes of one `npm start`, in the order in which they are to be stopped. */
export type RunRecord = { readonly owner: ProcessIdentity; readonly processes: readonly RecordedProcess[] }
export type RecordedProcess = ProcessIdentity & { readonly name: string }

const leftoverPollMs = 20
const leftoverPatienceMs = 10_000

/**
 * Claims a data folder. Throws WrongUse while another start holds it; stops what a killed one left running.
 * Resolves with the names of what was stopped beside the means to hold the folder.
 */
export async function claimRun(file: string) {
  const owner = identify(process.pid)
  if (owner === undefined) throw new Error('this process cannot be found in the process table')
  const write = (to: string, processes: readonly RecordedProcess[], flag: 'w' | 'wx') =>
    writeFileSync(to, JSON.stringify({ owner, processes } satisfies RunRecord), { mode: 0o600, flag })
  const release = () => rmSync(file, { force: true })
  const leftovers: string[] = []
  while (isThere(() => write(file, [], 'wx'))) {
    // Undefined: half written by a start that was killed, or gone by now.
    const held = attempt((): RunRecord => JSON.parse(readFileSync(file, 'utf8')))
    if (held !== undefined && isAlive(held.owner)) {
      throw new WrongUse(
        `another npm start (process ${held.owner.pid}) is using ${dirname(file)} (a second one needs its own KETIK_DIR, and --free-ports); stop it first`,
      )
    }
    for (const process of held?.processes ?? []) {
      if (await stopLeftover(process)) leftovers.push(process.name)
    }
    release()
  }
  return {
    leftovers,
    /** Writes down what runs now, so that a later start can stop it if we are killed. */
    record(processes: readonly RecordedProcess[]): void {
      write(`${file}.new`, processes, 'w')
      renameSync(`${file}.new`, file)
    },
    release,
  }
}

/** Whether a file could not be created because it is there already. */
function isThere(create: () => void): boolean {
  try {
    create()
    return false
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return true
  }
}

/** SIGINT is what ends every one of them in good order: Node services, PostgreSQL ("fast") and Redis. */
async function stopLeftover(leftover: RecordedProcess): Promise<boolean> {
  if (!isAlive(leftover)) return false
  signalProcess(leftover.pid, 'SIGINT')
  const giveUpAt = performance.now() + leftoverPatienceMs
  while (isAlive(leftover)) {
    if (performance.now() > giveUpAt) signalProcess(leftover.pid, 'SIGKILL')
    await pause(leftoverPollMs) // not our child, so nothing tells us when it ends
  }
  return true
}
