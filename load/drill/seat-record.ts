import type { Key } from '../../infra/test/typist.ts'

/** What a player knows of one race it sat in. Instants are monotonic milliseconds of this process. */
export type SeatRecord = {
  readonly player: string
  readonly race: string
  readonly seat: number
  /** All it types, sent or not. */
  readonly keys: readonly Key[]
  /** The most keys it was ever told to be safe. */
  acked: number
  /** Keys it was told to be safe, and later asked for again. */
  forgotten: number
  /** What `game_over` said. */
  outcome?: string
  over: boolean
  readonly breaks: Break[]
}

/** A connection lost in mid-race. */
export type Break = {
  /** The node it was at. */
  readonly node: string
  readonly heardLastAt: number
  readonly noticedAt: number
  /** When the player had its race again. */
  resumedAt?: number
  /** Why it could not have it again. */
  told?: string
}

export const openBreak = (seat: SeatRecord | undefined): Break | undefined =>
  seat?.breaks.find(({ resumedAt, told }) => resumedAt === undefined && told === undefined)
