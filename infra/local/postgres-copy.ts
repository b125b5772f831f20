import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

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

/** Gives `use` a path of the program that a shell understands: its own, or that of a copy which exists until `use` ends. */
export async function onPlainPath(
  program: string,
  use: (program: string) => Promise<unknown>,
): Promise<void> {
  if (!MISREAD.test(program)) {
    await use(program)
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'ketik-postgres-'))
  try {
    const copy = join(folder, 'native')
    copyPostgres(dirname(dirname(program)), copy)
    execFileSync('chmod', ['a+x', folder])
    await use(join(copy, 'bin', basename(program)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
