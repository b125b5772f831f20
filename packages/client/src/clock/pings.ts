/** Pings sent quickly after a login, so that the clock is good before the first countdown. */
const QUICK_PINGS = 5
const QUICK_MS = 120
const CALM_MS = 2_000
const RACING_MS = 1_000
const SILENT_MS = 9_000
const SILENT_RACING_MS = 4_000

/** When to ping again, after `sent` pings on this connection. */
export const pingAfterMs = (sent: number, isRacing: boolean): number => {
  if (sent < QUICK_PINGS) return QUICK_MS
  return isRacing ? RACING_MS : CALM_MS
}

/** A connection is dead when pings were sent and nothing came for so long (running time). A frozen node costs a racer this. */
export const silentAfterMs = (isRacing: boolean): number => (isRacing ? SILENT_RACING_MS : SILENT_MS)

const LOGIN_MS = 8_000
const LOGIN_RACING_MS = 4_000

/** A connection that has neither opened nor logged in by then (running time) is given up for another. */
export const loginWithinMs = (isRacing: boolean): number => (isRacing ? LOGIN_RACING_MS : LOGIN_MS)

/** A snapshot follows a login whose token holds a seat: within this running time, or there is none. */
export const SNAPSHOT_WITHIN_MS = 3_000

/** A deadline that is not judged with each ping is looked at this often, so that a late timer adds little to it. */
export const LOOK_MS = 1_000
