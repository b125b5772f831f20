import { KEYS_PER_BATCH_MAX } from '@ketik/race'

export type SentKey = readonly [offsetMs: number, key: string]

/**
 * Every key of the race, in order. Up to `acked` they are safe in the cluster, up to `sent` they are on their
 * way; all are kept until the race is over, so that a drop loses none.
 */
export type Outbox = {
  readonly keys: readonly SentKey[]
  readonly acked: number
  readonly sent: number
}

export const emptyOutbox: Outbox = { keys: [], acked: 0, sent: 0 }

/** Puts keys in. Offsets are whole milliseconds that never fall, whatever the clock did. */
export const put = (outbox: Outbox, offsetMs: number, keys: readonly string[]): Outbox => {
  const at = Math.max(0, Math.round(offsetMs), outbox.keys.at(-1)?.[0] ?? 0)
  return { ...outbox, keys: [...outbox.keys, ...keys.map((key): SentKey => [at, key])] }
}

export type Batch = { readonly from: number; readonly keys: [number, string][] }

/** The batches to send now, and the outbox after sending them. */
export const takeBatches = (outbox: Outbox): readonly [Outbox, readonly Batch[]] => {
  const batches: Batch[] = []
  for (let from = outbox.sent; from < outbox.keys.length; from += KEYS_PER_BATCH_MAX) {
    const keys = outbox.keys
      .slice(from, from + KEYS_PER_BATCH_MAX)
      .map(([ms, key]): [number, string] => [ms, key])
    batches.push({ from, keys })
  }
  return [{ ...outbox, sent: outbox.keys.length }, batches]
}

export const acknowledge = (outbox: Outbox, ack: number): Outbox => {
  const acked = Math.min(Math.max(outbox.acked, ack), outbox.keys.length)
  return { ...outbox, acked, sent: Math.max(outbox.sent, acked) }
}

/** The server wants the keys from here on, again or for the first time. */
export const resendFrom = (outbox: Outbox, from: number): Outbox => ({
  ...outbox,
  sent: Math.min(from, outbox.keys.length),
})

/** Keys that would be lost with this client. */
export const keptCount = (outbox: Outbox): number => outbox.keys.length - outbox.acked
