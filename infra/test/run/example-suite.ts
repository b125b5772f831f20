import { spawn } from 'node:child_process'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startOwnServers } from '../own-servers.ts'
import { Pane } from '../terminal/tmux.ts'
import { processesOfRun, RUN_VARIABLE } from './processes.ts'

/** A suite for the test of runs: PostgreSQL, Redis, a terminal, and a process that ignores every polite signal. */
await startOwnServers()
await Pane.open('cat')
const stubborn = spawn(
  process.execPath,
  [
    '-e',
    "for (const signal of ['SIGTERM', 'SIGINT', 'SIGQUIT']) process.on(signal, () => {}); console.log('up'); setInterval(() => {}, 1000)",
  ],
  { detached: true, stdio: ['ignore', 'pipe', 'ignore'], cwd: '/', env: process.env },
)
await new Promise(resolve => stubborn.stdout.once('data', resolve))

const { PROCESSES_FILE = '', EXAMPLE, [RUN_VARIABLE]: folder = '' } = process.env
const whole = join(folder, 'processes')
writeFileSync(whole, JSON.stringify(processesOfRun(folder)))
renameSync(whole, PROCESSES_FILE)
console.log('everything runs')
if (EXAMPLE === 'leaves') process.exit(0)
setInterval(() => {}, 1_000)
