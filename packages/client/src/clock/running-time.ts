/**
 * How long a client has waited for something, in milliseconds in which its timers could run. Timers can be late by
 * minutes: a hidden tab, a sleeping laptop, a stopped process. A late timer adds no more than the delay it was set to,
 * so a deadline set this way is never missed because of the client itself. Instants are of the local clock.
 */
export type RunningTime = {
  readonly ranMs: number
  readonly countedUntil: number
  /** When the pending timer is due. */
  readonly dueAt: number
}

export const startRunning = (now: number): RunningTime => ({ ranMs: 0, countedUntil: now, dueAt: now })

/** A timer was set, to wake the client `afterMs` from now. */
export const timerSet = (time: RunningTime, now: number, afterMs: number): RunningTime => ({
  ...time,
  dueAt: now + afterMs,
})

/** That timer fired. */
export const timerFired = (time: RunningTime, now: number): RunningTime => ({
  ...time,
  ranMs: time.ranMs + Math.max(0, Math.min(now, time.dueAt) - time.countedUntil),
  countedUntil: now,
})

/** What the client waited for has come: the time counts from zero, and the pending timer stays. */
export const startOver = (time: RunningTime, now: number): RunningTime => ({
  ...time,
  ranMs: 0,
  countedUntil: now,
})
