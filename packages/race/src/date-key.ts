import { FUTURE_TOLERANCE_MS } from './limits.ts'

/** All offsets are milliseconds from `startsAt`, finite (the caller decodes them). */
export type KeyToDate = {
  readonly claimedMs: number
  /** By the server's clock. */
  readonly arrivalMs: number
  /** How long before its arrival the key may count (`allowanceFor`). */
  readonly creditMs: number
  /** Of the key before; 0, the start, for the first. */
  readonly lastDatedMs: number
  /** `BATCH_HOLD_MS` inside a batch, 0 for the key that completes the text. */
  readonly heldMs: number
}

/**
 * When a key counts as pressed: as claimed, but no earlier than its arrival less the credit and the hold, no
 * later than its arrival, and never before the start or the key before (which wins over the arrival, should
 * clocks disagree after a resume). `future`: claimed after its arrival by more than a clock may err; `early`: claimed before
 * the start. That claims do not fall from key to key is for the caller to check.
 */
export function dateKey(key: KeyToDate): number | 'future' | 'early' {
  if (key.claimedMs < 0) return 'early'
  if (key.claimedMs > key.arrivalMs + FUTURE_TOLERANCE_MS) return 'future'
  const earliestMs = key.arrivalMs - key.creditMs - key.heldMs
  const boundedMs = Math.min(Math.max(key.claimedMs, earliestMs), key.arrivalMs)
  return Math.max(boundedMs, key.lastDatedMs)
}
