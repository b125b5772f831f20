export type ResultRow = {
  readonly seat: number
  readonly username: string
  readonly state: 'racing' | 'away' | 'finished' | 'left'
  readonly timed?: string
  readonly place?: number
  readonly wpm?: number
  readonly raw?: number | null
  readonly accuracy?: number | null
  readonly consistency?: number | null
  /** Milliseconds of the run that were typed offline. */
  readonly offlineMs?: number
}
