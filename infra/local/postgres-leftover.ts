import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { workingFolder } from './process-identity.ts'

/**
 * Removes the lock a killed PostgreSQL left in its data folder. PostgreSQL itself believes such a lock as long as
 * any process has that id, which in a restarted container some process soon does.
 */
export function removeStaleLock(folder: string): void {
  const lock = join(folder, 'postmaster.pid')
  const pid = Number(firstLine(lock))
  if (pid > 0 && workingFolder(pid) !== folder) rmSync(lock, { force: true })
}

function firstLine(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').split('\n')[0]
  } catch {
    return undefined
  }
}
