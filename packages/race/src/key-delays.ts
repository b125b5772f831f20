import { datedMs, type LoggedKey } from './key-log.ts'

/**
 * Milliseconds from each key to the next by the dated offsets, the first from `startsAt`: with the keys
 * themselves, all that the figures are computed from.
 */
export function toDelays(keys: readonly LoggedKey[]): number[] {
  let before = 0
  return keys.map(key => {
    const delay = datedMs(key) - before
    before = datedMs(key)
    return delay
  })
}

/** The way back; exact for whole milliseconds. What was claimed is not in delays. Throws on unequal lengths. */
export function fromDelays(delays: readonly number[], keys: readonly string[]): LoggedKey[] {
  if (delays.length !== keys.length) {
    throw new Error(`key delays: ${delays.length} delays for ${keys.length} keys`)
  }
  let dated = 0
  return keys.map((key, index) => {
    dated += delays[index] ?? 0
    return [dated, key]
  })
}
