/** The nouns of a race. All instants are cluster time: epoch milliseconds by the Redis clock. */

export type RaceId = string & { readonly __brand?: 'RaceId' }
export type PlayerId = string & { readonly __brand?: 'PlayerId' }
export type NodeId = string & { readonly __brand?: 'NodeId' }

export const LANGS = ['en', 'id'] as const
export type Lang = (typeof LANGS)[number]

/** A text as it is raced: `text` is NFC, byte for byte the same for every seat. */
export type RaceText = {
  readonly id: string
  readonly lang: Lang
  readonly text: string
  readonly source: string
  readonly licence: string
}

/** How a seat's time is known: from its keys (protocol v1) or from when its claims arrived (contract A). */
export type Timing = 'keys' | 'arrival'

export type SeatPlan = {
  readonly player: PlayerId
  readonly username: string
  readonly timed: Timing
  /** Public bound, fixed at the match, on how far a key may be dated before its arrival. 0 for `arrival`. */
  readonly creditMs: number
  /** Whether the client can come back with a session token after a drop. */
  readonly resumable: boolean
}

/** What the matchmaker fixes once; a seat's number is its index in `seats`. */
export type RacePlan = {
  readonly id: RaceId
  readonly text: RaceText
  readonly startsAt: number
  /** Nobody types after this instant, whatever happens. */
  readonly endsAt: number
  readonly seats: readonly SeatPlan[]
  /** Made in a private room: not shown to those who are not in it. */
  readonly isPrivate?: boolean
  /** Whether the race counts for ratings. Left out: a public race counts, a private one does not. */
  readonly isRated?: boolean
}
