import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Counts, countVitest, oneOf } from '../counts.ts'
import { endProcesses } from './end-processes.ts'
import type { TestRun } from './test-run.ts'

/** A command, and how its outcome is counted. */
export type Suite = {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly timeLimitMin: number
  readonly count: (exitCode: number | null) => Counts
}

/** A suite that counts as one. */
export const check = (name: string, command: string, ...args: readonly string[]): Suite => ({
  name,
  command,
  args,
  timeLimitMin: 10,
  count: exitCode => oneOf(exitCode === 0),
})

/** A run of vitest. Each of its tests counts. */
export const vitest = (
  { folder }: TestRun,
  name: string,
  timeLimitMin: number,
  ...args: readonly string[]
): Suite => {
  const report = reportOf(folder, name)
  return {
    name,
    command: 'vitest',
    args: ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    timeLimitMin,
    count: exitCode => countVitest(readIfThere(report), exitCode),
  }
}

export const reportOf = (folder: string, name: string): string => join(folder, `${name}.json`)

/**
 * Runs a suite in a session of its own, so that Ctrl-C reaches only us. After `stopped` or the time limit everything
 * that it started is ended. Resolves with its exit code, null when it was ended.
 */
export const runSuite = (
  { name, command, args, timeLimitMin }: Suite,
  { folder, env }: TestRun,
  root: string,
  stopped: AbortSignal,
): Promise<number | null> =>
  new Promise(resolve => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const end = () => void endProcesses(folder, false)
    const late = setTimeout(() => {
      process.stderr.write(`${name} did not end within ${timeLimitMin} minutes\n`)
      end()
    }, timeLimitMin * 60_000)
    stopped.addEventListener('abort', end)
    const ended = (code: number | null) => {
      clearTimeout(late)
      stopped.removeEventListener('abort', end)
      resolve(stopped.aborted ? null : code)
    }
    child.once('error', error => {
      process.stderr.write(`${command}: ${error.message}\n`)
      ended(null)
    })
    child.once('exit', ended)
  })

export const readIfThere = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
