/** What a client knows of cluster time. Instants are milliseconds; `local` ones are of its own clock. */
type ClockSample = { readonly delayMs: number; readonly offsetMs: number }
export type ClusterClock = { readonly samples: readonly ClockSample[] }

const SAMPLES_MAX = 16

export const freshClock: ClusterClock = { samples: [] }

/** Takes in a pong: sent at `t` and received at `receivedAt` (local), stamped `now` (cluster) in between. */
export const observe = (clock: ClusterClock, t: number, now: number, receivedAt: number): ClusterClock => {
  const delayMs = receivedAt - t
  if (delayMs < 0) return clock
  const offsetMs = now - (t + delayMs / 2)
  return { samples: [...clock.samples, { delayMs, offsetMs }].slice(-SAMPLES_MAX) }
}

/** Cluster time less local time, from the half of the samples that travelled fastest; undefined before the first. */
export const offsetOf = (clock: ClusterClock): number | undefined => {
  if (clock.samples.length === 0) return undefined
  const fastest = clock.samples.toSorted((one, other) => one.delayMs - other.delayMs)
  const half = fastest.slice(0, Math.ceil(fastest.length / 2))
  return half.reduce((sum, sample) => sum + sample.offsetMs, 0) / half.length
}

export type Latency = { readonly medianMs: number; readonly spreadMs: number }

/** Median round trip, and half the range that the middle half of the samples spans; undefined before the first. */
export const latencyOf = (clock: ClusterClock): Latency | undefined => {
  if (clock.samples.length === 0) return undefined
  const sorted = clock.samples.map(sample => sample.delayMs).toSorted((one, other) => one - other)
  const at = (part: number): number => sorted[Math.round((sorted.length - 1) * part)] ?? 0
  return { medianMs: at(0.5), spreadMs: (at(0.75) - at(0.25)) / 2 }
}
