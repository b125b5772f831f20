import { spawn } from 'node:child_process'
import { mkdtempSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { findCommand } from '../../local/debian-package.ts'
import { startOwnServers } from '../own-servers.ts'
import { Pane } from '../terminal/tmux.ts'
import { processesOfRun, RUN_VARIABLE } from './processes.ts'

/**
 * A suite for the test of runs: PostgreSQL, Redis, a terminal, a process that ignores every polite signal and, where it
 * is asked for, a browser.
 */
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

const BROWSER_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-port=0',
]
if (process.env['WITH_BROWSER'] === 'yes') {
  const chromium = findCommand('chromium') ?? 'chromium-browser'
  const profile = `--user-data-dir=${mkdtempSync(join(tmpdir(), 'browser-'))}`
  const browser = spawn(chromium, [...BROWSER_FLAGS, profile, 'about:blank'], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  for await (const line of createInterface({ input: browser.stderr })) if (/listening on/.test(line)) break
}

const { PROCESSES_FILE = '', EXAMPLE, [RUN_VARIABLE]: folder = '' } = process.env
const whole = join(folder, 'processes')
writeFileSync(whole, JSON.stringify(processesOfRun(folder)))
renameSync(whole, PROCESSES_FILE)
console.log('everything runs')
if (EXAMPLE === 'leaves') process.exit(0)
setInterval(() => {}, 1_000)
