import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { attempt } from './attempt.ts'
import { WrongUse } from './command-line.ts'

/** What the codes of the file system mean for a person. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  ENOENT: 'it cannot be created there',
  EEXIST: 'a file with this name exists',
  ENOTDIR: 'a part of the path is a file',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota of this user is used up',
}
/** What programs print when the disk under their data fails. */
const printedReason = /No space left on device|Read-only file system|Permission denied|Disk quota exceeded/i
const probeBytes = 4096
const advice = 'set KETIK_DIR to a folder that you can write: KETIK_DIR=~/ketik-data npm start'

/** Creates the data folder if it is absent, and checks that it can be written. Throws WrongUse. */
export function openDataFolder(folder: string): void {
  const probe = join(folder, `.probe-${process.pid}`)
  try {
    createFolder(folder)
    writeFileSync(probe, Buffer.alloc(probeBytes))
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    throw refusal(folder, reasons[code] ?? message)
  } finally {
    attempt(() => rmSync(probe, { force: true })) // a full disk leaves an empty file
  }
}

/** WrongUse in place of an error that comes from the data folder, ours or of a program that we started; else the error. */
export function explainDataFault(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || error instanceof WrongUse) return error
  const { code = '', path } = error as NodeJS.ErrnoException
  const reason = reasons[code]
  if (reason !== undefined && path?.startsWith(folder)) return refusal(folder, `${reason} (${path})`)
  if (!printedReason.test(error.message)) return error
  return new WrongUse(`${error.message}\nThe data folder is ${folder}. Free space on its disk, or ${advice}`)
}

const refusal = (folder: string, reason: string) =>
  new WrongUse(`the data folder ${folder} cannot be used: ${reason}; ${advice}`)

/** Not `recursive`: with it Node 20 never returns where a folder cannot be created below one that exists (/proc). */
function createFolder(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return
  if (!existsSync(dirname(folder))) createFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o711 }) // the account PostgreSQL runs as passes through
}
