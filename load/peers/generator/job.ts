import type { Quantiles } from '../../../infra/test/quantile.ts'

/** What the generator is asked to do; it comes as the one argument of its process. */
export type RaceJob = {
  readonly kind: 'race'
  readonly dialect: DialectName
  readonly ports: readonly number[]
  readonly races: number
  readonly seats: number
  readonly updatesPerSecond: number
  readonly warmUpMs: number
  readonly seconds: number
}
export type DialectName = 'contract-a' | 'v1' | 'relay' | 'socket-io' | 'colyseus'

/** The generator waits for a `go` after each of these but the last. */
export type Report =
  | { readonly phase: 'idle' | 'racing' | 'begun' }
  | { readonly phase: 'measured'; readonly figures: RaceFigures }
  | { readonly phase: 'done'; readonly lost: number }

export type RaceFigures = {
  readonly sent: number
  /** Updates times opponents: what a relay has to deliver. */
  readonly due: number
  readonly latencyMs: Quantiles
  readonly latenessMs: Quantiles
  /** Of one core. */
  readonly generatorShare: number
  readonly bytesIn: number
  readonly bytesOut: number
}
