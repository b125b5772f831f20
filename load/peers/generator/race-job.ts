export type DialectName = 'contract-a' | 'v1' | 'relay' | 'socket-io' | 'colyseus'

export type RaceShape = {
  readonly races: number
  readonly seats: number
  readonly seconds: number
  /** Time for the servers' code to become warm, before anything is counted. */
  readonly warmUpMs?: number
  /** Tells the first node when to begin and to end a profile. */
  readonly profiled?: boolean
}

/** What the generator is asked to do; it comes as the one argument of its process. */
export type RaceJob = RaceShape & {
  readonly dialect: DialectName
  readonly ports: readonly number[]
  readonly nodes: readonly number[]
  readonly pids: readonly number[]
}
