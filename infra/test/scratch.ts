import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type OnStart, type ServerProcess, startServerProcess } from '../local/server-process.ts'

/** A folder that is gone after the tests of the file. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), `ketik-test-${process.pid}-`))
  chmodSync(folder, 0o711) // PostgreSQL, where it runs as another user, passes through
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Runs a program given as JavaScript; ready when it prints `up`. */
export function startScript(folder: string, script: string, onStart?: OnStart): Promise<ServerProcess> {
  return startServerProcess({
    name: 'script',
    command: process.execPath,
    args: ['-e', script],
    logFile: join(folder, 'script.log'),
    isReady: line => line === 'up',
    readyWithinMs: 60_000,
    endWith: [{ signal: 'SIGTERM', waitMs: 300 }],
    onStart,
  })
}

export const staysUp = "console.log('up'); setInterval(() => {}, 1000)"
export const ignoresTerm = `process.on('SIGTERM', () => {}); ${staysUp}`
