import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { freePort } from './free-port.ts'

/** The secret in a file, made at the first call. Only its owner may read it. */
export function keptSecret(file: string): string {
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

/** The loopback port in a file as long as it is free, so that an address noted down stays right; else a new one. */
export async function keptPort(file: string): Promise<number> {
  const kept = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  const port = await freePort('127.0.0.1', kept).catch(() => freePort())
  writeFileSync(file, `${port}\n`)
  return port
}
