import type { LoggedKey, SeatFigures, Timing } from '@ketik/race'

/** How a seat ended. Figures are stored unrounded. */
export type SeatOutcome =
  | ({
      readonly state: 'finished'
      /** 1 for the first. Absent until the race has ended. */
      readonly place?: number
      /** Since the race's `startsAt`. */
      readonly finishedMs: number
      /** Stored, but kept off every board until a person has looked. */
      readonly review: boolean
    } & Omit<SeatFigures, 'timed'>)
  | {
      readonly state: 'left'
      readonly reason: 'left' | 'timeout' | 'implausible'
      /** The race ended within the grace of a lost connection. Not stored as such: such a seat is not rated. */
      readonly inGrace?: boolean
    }

export type SettledSeat = {
  readonly seat: number
  /** `SeatPlan.player`: who typed, whatever the name belongs to later. */
  readonly player: string
  readonly username: string
  /** `foldUsername(username)`: two names with one folded form are one player. */
  readonly foldedName: string
  readonly outcome: SeatOutcome
  /** Won without a finish: everyone else left, or it had typed most at the deadline. */
  readonly walkover?: boolean
  readonly timed: Timing
  readonly keys: readonly LoggedKey[] | null
}

/** A text as it was raced; the words and where they come from are kept too, since packs change. */
export type SettledText = {
  readonly id: string
  readonly lang: string
  readonly chars: number
  readonly text?: string
  readonly source?: string
  readonly licence?: string
}

/** A race as far as it is to be stored. Instants are epoch ms. */
export type Settlement = {
  readonly raceId: string
  readonly text: SettledText
  readonly startsAt: number
  /** Null while the race is raced: then `seats` has only those that have finished, without places. */
  readonly endedAt: number | null
  readonly cancelled: boolean
  /** Made in a private room. */
  readonly isPrivate: boolean
  /** Whether the race counts for ratings. */
  readonly isRated: boolean
  readonly seats: readonly SettledSeat[]
}
