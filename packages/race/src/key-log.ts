import { isKey } from './is-key.ts'

/**
 * A key as a seat's log keeps it. Offsets are milliseconds from `startsAt`; the third is there only when the
 * server dated the key otherwise than the client claimed.
 */
export type LoggedKey =
  | readonly [claimedMs: number, key: string]
  | readonly [claimedMs: number, key: string, datedMs: number]

export function loggedKey(claimedMs: number, key: string, dated: number): LoggedKey {
  return dated === claimedMs ? [claimedMs, key] : [claimedMs, key, dated]
}

/** When the key counts as pressed, in milliseconds from `startsAt`. */
export function datedMs(key: LoggedKey): number {
  return key[2] ?? key[0]
}

/** JSON fragments, each beginning with a comma, so that a log grows by appending alone. */
export function encodeKeys(keys: readonly LoggedKey[]): string {
  let encoded = ''
  for (const key of keys) encoded += `,${JSON.stringify(key)}`
  return encoded
}

/** Reads what `encodeKeys` wrote, in one piece or several. Throws on anything else: the log is ours. */
export function decodeKeys(encoded: string): LoggedKey[] {
  if (encoded === '') return []
  if (!encoded.startsWith(',')) throw new Error('key log: every fragment begins with a comma')
  return parse(`[${encoded.slice(1)}]`).map(decodeKey)
}

function parse(json: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(json)
    if (Array.isArray(parsed)) return parsed
  } catch (cause) {
    throw new Error('key log: not JSON', { cause })
  }
  throw new Error('key log: not a list')
}

function decodeKey(value: unknown, index: number): LoggedKey {
  if (!Array.isArray(value) || value.length < 2 || value.length > 3)
    throw malformed(index, 'a pair or triple')
  const [claimed, key, dated]: readonly unknown[] = value
  if (typeof claimed !== 'number' || !Number.isFinite(claimed)) throw malformed(index, 'a claimed offset')
  if (typeof key !== 'string' || !isKey(key)) throw malformed(index, 'one key')
  if (value.length === 2) return [claimed, key]
  if (typeof dated !== 'number' || !Number.isFinite(dated)) throw malformed(index, 'a dated offset')
  return [claimed, key, dated]
}

function malformed(index: number, wanted: string): Error {
  return new Error(`key log: entry ${index} holds not ${wanted}`)
}
