import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** initdb puts its own path between double quotes in a command for the shell, and does not escape these characters. */
const MISREAD = /["$`\\]/

/** Copies the folder that holds `bin`, `lib` and `share`, so that every account can run the copy. */
export function copyPostgres(from: string, to: string): void {
  const part = `${to}.${process.pid}`
  cpSync(from, part, { recursive: true, verbatimSymlinks: true })
  execFileSync('chmod', ['-R', 'a+rX', part]) // whatever the umask was that they were installed with
  try {
    renameSync(part, to)
  } catch (error) {
    if (!existsSync(to)) throw error
    rmSync(part, { recursive: true }) // another process was first
  }
}

/** Gives `use` a folder whose path a shell understands: the given one, or a copy which exists until `use` ends. */
export async function onPlainPath(folder: string, use: (folder: string) => Promise<unknown>): Promise<void> {
  if (!MISREAD.test(folder)) {
    await use(folder)
    return
  }
  const scratch = mkdtempSync(join(tmpdir(), 'ketik-postgres-'))
  try {
    copyPostgres(folder, join(scratch, 'native'))
    chmodSync(scratch, 0o711)
    await use(join(scratch, 'native'))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
