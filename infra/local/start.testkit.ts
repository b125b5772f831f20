import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

type Options = {
  readonly root: string
  readonly args?: readonly string[]
  readonly environment: NodeJS.ProcessEnv
}

const everythingIsReady = 'Ctrl-C stops everything'

/**
 * Runs what `npm start` runs. It is stopped, and has ended, when the test is over. `ready` resolves with everything it
 * printed, once everything is ready, and rejects if it ends before. `exited` resolves with its code and its output.
 */
export function runStart({ root, args = ['--free-ports'], environment }: Options) {
  const child = spawn(process.execPath, [join(root, 'infra/start.mjs'), ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { printed: '', problems: '' }
  child.stderr.setEncoding('utf8').on('data', text => {
    output.problems += text
  })
  const exited = once(child, 'close').then(([code]: readonly (number | null)[]) => ({ code, ...output }))
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', text => {
      output.printed += text
      if (output.printed.includes(everythingIsReady)) resolve(output.printed)
    })
    void exited.then(({ printed, problems }) =>
      reject(new Error(`npm start ended before it was ready: ${printed}${problems}`)),
    )
  })
  ready.catch(() => {}) // a test that waits for the end does not wait for this
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await exited
  })
  return { child, ready, exited }
}
