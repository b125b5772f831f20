import { createHash } from 'node:crypto'

/** The first six hex digits of SHA-256: enough to name a row within its document. */
export function shortDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 6)
}

/** A whole number in [0, bound) that depends on the words alone. */
export function drawBelow(bound: number, ...words: readonly string[]): number {
  const digest = createHash('sha256').update(words.join('\n')).digest()
  return digest.readUInt32BE(0) % bound
}
