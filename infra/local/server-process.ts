import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { openBoundedLog } from './bounded-log.ts'

/** A program that was started and has said that it is ready. */
export type ServerProcess = {
  readonly pid: number
  /** Resolves with how it ended ("code 1", "SIGKILL") when the process is gone. */
  readonly exited: Promise<string>
  /** Asks it to end, insists after the time limit, and resolves when it is gone. */
  stop(): Promise<void>
}

export type ServerProgram = {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly isReady: (line: string) => boolean
  readonly logFile: string
  /** The signals to end it with, each tried for its time. */
  readonly endWith: readonly { readonly signal: NodeJS.Signals; readonly waitMs: number }[]
  readonly readyWithinMs: number
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined
  readonly input?: string
  /** Called when the process runs, which is before it is ready: it can be stopped from here on. */
  readonly onStart?: OnStart | undefined
}

export type OnStart = (started: ServerProcess) => void

const tailLinesMax = 12

/**
 * Starts a program in a process group of its own, so that Ctrl-C in the terminal reaches only us and
 * the order of stopping stays ours. Rejects with the last lines it printed when it ends before it is ready.
 */
export function startServerProcess(program: ServerProgram): Promise<ServerProcess> {
  const log = openBoundedLog(program.logFile)
  const child = spawn(program.command, program.args, {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: program.env,
    cwd: program.cwd,
    ...program.owner,
  })
  child.stdin.on('error', () => child.stdin.destroy()) // it ended before reading: `exited` tells
  child.stdin.end(program.input ?? '')
  const tail: string[] = []

  return new Promise((resolve, reject) => {
    const exited = new Promise<string>(done => {
      child.once('close', (code, signal) => {
        log.end()
        done(signal ?? `code ${code}`)
      })
    })
    const late = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(failure(program, `was not ready within ${program.readyWithinMs / 1000} s`, tail)))
    }, program.readyWithinMs)
    child.once('error', cause => {
      clearTimeout(late)
      reject(new Error(`${program.name}: cannot run ${program.command}`, { cause }))
    })
    const { pid } = child
    if (pid === undefined) return
    exited.then(how => {
      clearTimeout(late)
      reject(new Error(failure(program, `ended (${how})`, tail)))
    })
    const started = { pid, exited, stop: () => end(pid, exited, program.endWith) }
    program.onStart?.(started)
    const onLine = (line: string) => {
      log.write(line)
      tail.push(line)
      if (tail.length > tailLinesMax) tail.shift()
      if (!program.isReady(line)) return
      clearTimeout(late)
      resolve(started)
    }
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', onLine)
    }
  })
}

async function end(pid: number, exited: Promise<string>, steps: ServerProgram['endWith']): Promise<void> {
  for (const { signal, waitMs } of [...steps, { signal: 'SIGKILL' as const, waitMs: 5000 }]) {
    if (!signalProcess(pid, signal)) break
    if (await settledWithin(exited, waitMs)) return
  }
  await exited
}

/** Sends a signal; false when there is no such process. */
export function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    return false
  }
}

/** Whether a promise settles within a time. */
export function settledWithin(promise: Promise<unknown>, waitMs: number): Promise<boolean> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(false), waitMs)
    const settled = () => {
      clearTimeout(timer)
      resolve(true)
    }
    promise.then(settled, settled)
  })
}

function failure(program: ServerProgram, what: string, tail: readonly string[]): string {
  return [`${program.name} ${what}; its log is ${program.logFile}`, ...tail.map(line => `  ${line}`)].join(
    '\n',
  )
}
