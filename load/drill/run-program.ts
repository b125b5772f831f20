import { execFileSync } from 'node:child_process'

/** Runs a system program to its end, without output. Throws what it said when it fails. */
export const runProgram = (command: string, ...args: string[]): void => {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
}
