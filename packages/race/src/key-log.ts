import { isKey } from './is-key.ts'

/**
 * A key in a seat's log. Offsets are milliseconds from `startsAt`. The third entry is there only if the server dated
 * the key otherwise than the client claimed, or if the fourth is there. The fourth is the release, if the client sent it.
 */
export type LoggedKey =
  | readonly [claimedMs: number, key: string]
  | readonly [claimedMs: number, key: string, datedMs: number]
  | readonly [claimedMs: number, key: string, datedMs: number, upMs: number]

/** The release of the key with that number in the log, in milliseconds from `startsAt`. */
export type KeyUp = readonly [keyNumber: number, upMs: number]

export function loggedKey(claimedMs: number, key: string, dated: number): LoggedKey {
  return dated === claimedMs ? [claimedMs, key] : [claimedMs, key, dated]
}

/** When the key counts as pressed, in milliseconds from `startsAt`. */
export function datedMs(key: LoggedKey): number {
  return key[2] ?? key[0]
}

/** When the client says that the key was released, in milliseconds from `startsAt`; undefined if it does not say. */
export function releasedMs(key: LoggedKey): number | undefined {
  return key[3]
}

/** The key with its release; the key as it is if the release is known or comes before the press. */
export function releasedKey(key: LoggedKey, upMs: number): LoggedKey {
  return releasedMs(key) !== undefined || upMs < key[0] ? key : [key[0], key[1], datedMs(key), upMs]
}

/** JSON fragments, each beginning with a comma, so that a log grows by appending alone. */
export function encodeKeys(keys: readonly LoggedKey[]): string {
  let encoded = ''
  for (const key of keys) encoded += `,${JSON.stringify(key)}`
  return encoded
}

/** Fragments like those of `encodeKeys`, for keys that are in the log already. They may come twice: the first counts. */
export function encodeKeyUps(ups: readonly KeyUp[]): string {
  return ups.map(up => `,${JSON.stringify(up)}`).join('')
}

/**
 * Reads what `encodeKeys` and `encodeKeyUps` wrote, in one piece or several. Throws on anything else, because only
 * servers write logs.
 */
export function decodeKeys(encoded: string): LoggedKey[] {
  if (encoded === '') return []
  if (!encoded.startsWith(',')) throw new Error('key log: every fragment begins with a comma')
  const keys: LoggedKey[] = []
  for (const [index, entry] of parse(`[${encoded.slice(1)}]`).entries()) {
    if (isKeyUp(entry)) release(keys, entry, index)
    else keys.push(decodeKey(entry, index))
  }
  return keys
}

/** Two numbers; the second entry of a key is text. */
function isKeyUp(entry: unknown): entry is KeyUp {
  return Array.isArray(entry) && entry.length === 2 && entry.every(value => typeof value === 'number')
}

function release(keys: LoggedKey[], [number, upMs]: KeyUp, index: number): void {
  const key = keys[number]
  if (key === undefined || !Number.isFinite(upMs)) throw malformed(index, 'the release of a key before it')
  keys[number] = releasedKey(key, upMs)
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
  if (!Array.isArray(value) || value.length < 2 || value.length > 4)
    throw malformed(index, 'two to four entries')
  const [claimed, key, dated, up]: readonly unknown[] = value
  if (typeof claimed !== 'number' || !Number.isFinite(claimed)) throw malformed(index, 'a claimed offset')
  if (typeof key !== 'string' || !isKey(key)) throw malformed(index, 'one key')
  if (value.length === 2) return [claimed, key]
  if (typeof dated !== 'number' || !Number.isFinite(dated)) throw malformed(index, 'a dated offset')
  if (value.length === 3) return [claimed, key, dated]
  if (typeof up !== 'number' || !Number.isFinite(up)) throw malformed(index, 'a release')
  return [claimed, key, dated, up]
}

function malformed(index: number, wanted: string): Error {
  return new Error(`key log: entry ${index} holds not ${wanted}`)
}
