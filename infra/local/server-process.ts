import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { attempt } from './attempt.ts'
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
export async function startServerProcess(program: ServerProgram): Promise<ServerProcess> {
  const { name, command, logFile, readyWithinMs, env, cwd, owner } = program
  const log = openBoundedLog(logFile)
  const child = spawn(command, program.args, { detached: true, env, cwd, ...owner })
  child.stdin.on('error', () => child.stdin.destroy()) // it ended before reading: `exited` tells
  child.stdin.end(program.input ?? '')
  const { pid } = child
  if (pid === undefined) {
    const [cause] = await once(child, 'error')
    throw new Error(`${name}: cannot run ${command}`, { cause })
  }
  const exited = new Promise<string>(resolve => {
    child.once('close', (code, signal) => resolve(signal ?? `code ${code}`))
  })
  const started = { pid, exited, stop: () => end(pid, exited, program.endWith) }
  program.onStart?.(started)

  const tail: string[] = []
  const failure = (what: string) =>
    new Error([`${name} ${what}; its log is ${logFile}`, ...tail.map(line => `  ${line}`)].join('\n'))
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => {
      signalProcess(pid, 'SIGKILL')
      reject(failure(`was not ready within ${readyWithinMs / 1000} s`))
    }, readyWithinMs)
    void exited.then(how => {
      clearTimeout(late)
      reject(failure(`ended (${how})`))
    })
    const onLine = (line: string) => {
      log(line)
      tail.push(line)
      if (tail.length > tailLinesMax) tail.shift()
      if (!program.isReady(line)) return
      clearTimeout(late)
      resolve()
    }
    for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', onLine)
  })
  return started
}

async function end(pid: number, exited: Promise<string>, steps: ServerProgram['endWith']): Promise<void> {
  for (const { signal, waitMs } of [...steps, { signal: 'SIGKILL' as const, waitMs: 5000 }]) {
    if (!signalProcess(pid, signal)) break
    if (await Promise.race([exited, pause(waitMs, undefined, { ref: false })])) return
  }
  await exited
}

/** Sends a signal; false when there is no such process. */
export const signalProcess = (pid: number, signal: NodeJS.Signals | 0): boolean =>
  attempt(() => process.kill(pid, signal)) ?? false
