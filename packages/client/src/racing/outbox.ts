import { KEY_UPS_PER_BATCH_MAX, KEYS_PER_BATCH_MAX, type KeyUp } from '@ketik/race'

export type SentKey = readonly [offsetMs: number, key: string]

/**
 * Every key of the race, in order. Up to `acked` they are safe in the cluster, up to `sent` they are on their
 * way; all are kept until the race is over, so that a drop loses none. Releases travel with the keys.
 */
export type Outbox = {
  readonly keys: readonly SentKey[]
  readonly acked: number
  readonly sent: number
  readonly ups: readonly KeyUp[]
  readonly upsSent: number
}

export const emptyOutbox: Outbox = { keys: [], acked: 0, sent: 0, ups: [], upsSent: 0 }

/** Puts keys in. Offsets are whole milliseconds that never fall, whatever the clock did. */
export const put = (outbox: Outbox, offsetMs: number, keys: readonly string[]): Outbox => {
  const at = Math.max(0, Math.round(offsetMs), outbox.keys.at(-1)?.[0] ?? 0)
  return { ...outbox, keys: [...outbox.keys, ...keys.map((key): SentKey => [at, key])] }
}

/** The release of a key that is in the outbox: a whole offset, never before the press. */
export const putUp = (outbox: Outbox, keyNumber: number, offsetMs: number): Outbox => {
  const pressed = outbox.keys[keyNumber]
  if (pressed === undefined) return outbox
  return { ...outbox, ups: [...outbox.ups, [keyNumber, Math.max(pressed[0], Math.round(offsetMs))]] }
}

export type Batch = {
  readonly from: number
  readonly keys: [number, string][]
  readonly ups?: [number, number][]
}

/** The batches to send now, and the outbox after sending them. */
export const takeBatches = (outbox: Outbox): readonly [Outbox, readonly Batch[]] => {
  const batches: Batch[] = []
  for (let from = outbox.sent; from < outbox.keys.length; from += KEYS_PER_BATCH_MAX) {
    const keys = outbox.keys
      .slice(from, from + KEYS_PER_BATCH_MAX)
      .map(([ms, key]): [number, string] => [ms, key])
    batches.push({ from, keys })
  }
  const last = batches.pop()
  if (last === undefined) return [outbox, batches]
  const upsSent = Math.min(outbox.ups.length, outbox.upsSent + KEY_UPS_PER_BATCH_MAX)
  const ups = outbox.ups.slice(outbox.upsSent, upsSent).map(([key, ms]): [number, number] => [key, ms])
  batches.push(ups.length === 0 ? last : { ...last, ups })
  return [{ ...outbox, sent: outbox.keys.length, upsSent }, batches]
}

export const acknowledge = (outbox: Outbox, ack: number): Outbox => {
  const acked = Math.min(Math.max(outbox.acked, ack), outbox.keys.length)
  return { ...outbox, acked, sent: Math.max(outbox.sent, acked) }
}

/** The server wants the keys from here on, again or for the first time. Their releases go with them. */
export const resendFrom = (outbox: Outbox, from: number): Outbox => {
  const firstUp = outbox.ups.findIndex(([keyNumber]) => keyNumber >= from)
  return {
    ...outbox,
    sent: Math.min(from, outbox.keys.length),
    upsSent: firstUp === -1 ? outbox.upsSent : Math.min(outbox.upsSent, firstUp),
  }
}

/** Keys that would be lost with this client. */
export const keptCount = (outbox: Outbox): number => outbox.keys.length - outbox.acked
