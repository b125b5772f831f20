/** What this program knows of cluster time. Instants are milliseconds; `local` ones by its own clock. */
export type Clock = { readonly samples: readonly Sample[] }
type Sample = { readonly delayMs: number; readonly offsetMs: number }

const SAMPLES_MAX = 16

export const freshClock: Clock = { samples: [] }

/** Takes in a pong: its ping left at `t` (local), it was stamped `now` (cluster) and came at `receivedAt` (local). */
export const observe = (clock: Clock, t: number, now: number, receivedAt: number): Clock => {
  const delayMs = receivedAt - t
  if (delayMs < 0) return clock
  const sample = { delayMs, offsetMs: now - (t + delayMs / 2) }
  return { samples: [...clock.samples, sample].slice(-SAMPLES_MAX) }
}

/** Cluster time less local time, from the half of the samples with the lowest delay; undefined before the first. */
export const offsetOf = ({ samples }: Clock): number | undefined => {
  if (samples.length === 0) return undefined
  const half = byDelay(samples).slice(0, Math.ceil(samples.length / 2))
  return half.reduce((sum, { offsetMs }) => sum + offsetMs, 0) / half.length
}

export const roundTripOf = ({ samples }: Clock): number | undefined =>
  byDelay(samples)[Math.floor(samples.length / 2)]?.delayMs

const byDelay = (samples: readonly Sample[]) => samples.toSorted((one, other) => one.delayMs - other.delayMs)
