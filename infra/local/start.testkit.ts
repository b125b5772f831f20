import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export type Start = {
  readonly child: ChildProcess
  /** Resolves with everything it printed, once everything is ready. Rejects if it ends before. */
  readonly ready: Promise<string>
  readonly exited: Promise<{
    readonly code: number | null
    readonly printed: string
    readonly problems: string
  }>
}

type Options = {
  readonly root: string
  readonly args?: readonly string[]
  readonly environment: NodeJS.ProcessEnv
}

const everythingIsReady = 'Ctrl-C stops everything'

/** Runs what `npm start` runs. It is stopped, and has ended, when the test is over. */
export function runStart({ root, args = ['--free-ports'], environment }: Options): Start {
  const child = spawn(process.execPath, [join(root, 'infra/start.mjs'), ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  let problems = ''
  child.stderr.setEncoding('utf8').on('data', text => {
    problems += text
  })
  const exited = new Promise<Awaited<Start['exited']>>(resolve => {
    child.once('close', code => resolve({ code, printed, problems }))
  })
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', text => {
      printed += text
      if (printed.includes(everythingIsReady)) resolve(printed)
    })
    void exited.then(() => reject(new Error(`npm start ended before it was ready: ${printed}${problems}`)))
  })
  ready.catch(() => {}) // a test that waits for the end does not wait for this
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await exited
  })
  return { child, ready, exited }
}
