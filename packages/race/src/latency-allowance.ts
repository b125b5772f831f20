import { CREDIT_MAX_MS, DELAY_SLACK_MS } from './limits.ts'

/** What bounds how long before its arrival a key may count. All in milliseconds; undefined: not measured. */
export type DelayEvidence = {
  /** The seat's public credit, fixed at the match. */
  readonly creditMs: number
  /** The smallest (arrival − claimed time) of the seat's keys so far, this one included. */
  readonly leastDelayMs: number
  /** The smallest round trip that this node has measured lately on the seat's connection. */
  readonly roundTripMs: number | undefined
}

/**
 * The public credit of a seat, fixed at the match: the smallest measured round trip and `DELAY_SLACK_MS`, at most
 * `CREDIT_MAX_MS`. 0 without a measurement. No client's clock is in it.
 */
export function creditFor(smallestRoundTripMs: number | undefined): number {
  if (smallestRoundTripMs === undefined) return 0
  return Math.min(CREDIT_MAX_MS, Math.max(0, smallestRoundTripMs) + DELAY_SLACK_MS)
}

/**
 * How long before its arrival a key may count, in milliseconds. Let a be arrivals, c claims, p the instants at which the
 * keys were really pressed, and n the last key.
 *
 * Typing time. The first key counts as claimed, and the last one not before a(n) − leastDelay − slack. As leastDelay is at
 * most a(1) − c(1), the time between them is at least a(n) − a(1) − slack, whatever is claimed and however long an answer to
 * a ping is held back. A client that sends its keys at once therefore gains at most the slack, and a constant shift of
 * all claims gains nothing, because it moves both ends. A client that holds its first keys back pays for it: the first
 * key counts as claimed.
 *
 * Race time. The last key counts not before a(n) − roundTrip − slack. Only a client that holds back its answers to our
 * pings too can shift all claims further. It looks the same as a player on a slow connection who pressed every key that
 * much earlier. It cannot claim its first key before the start, so it gains no more than by pressing its first key earlier.
 *
 * An honest client on a connection with delays from d to d + slack loses nothing: its claims are d old at least, and its
 * round trips 2d. A delay above that costs what is above it, and only if it hits the last key. No rule can forgive it:
 * a client that holds its last keys and its pongs back for that long sends exactly the same.
 */
export function allowanceFor({ creditMs, leastDelayMs, roundTripMs }: DelayEvidence): number {
  const measuredMs = Math.min(creditMs, roundTripMs === undefined ? creditMs : creditFor(roundTripMs))
  return Math.max(0, Math.min(measuredMs, leastDelayMs + DELAY_SLACK_MS))
}
