import { spawn } from 'node:child_process'
import { root } from './open-terminal.ts'

/** The program in a pipe, with all of its input at once. */
export const piped = (input: string, ...args: readonly string[]) =>
  new Promise<{ readonly code: number | null; readonly out: string; readonly problems: string }>(resolve => {
    const command = ['--import', 'tsx', 'apps/terminal/src/main.ts', '--lang', 'en', '--name', 'Ani', ...args]
    const child = spawn(process.execPath, command, { cwd: root })
    let out = ''
    let problems = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      problems += chunk
    })
    child.once('close', code => resolve({ code, out, problems }))
    child.stdin.end(input)
  })
