import { type Static, Type } from 'typebox'
import type { AsReadonly } from './as-readonly.ts'
import { timing } from './race-view.ts'
import { count, figure, instant, orNull, text } from './schema-parts.ts'

export const boardRowSchema = Type.Object({
  rank: count(),
  username: text(),
  wpm: figure(),
  accuracy: orNull(figure(), '0 to 1. Null for a result timed by arrival.'),
  races: count('How many races of the player the leaderboard counts.'),
  at: instant(),
  timed: timing,
  race: text('The race with this result.'),
})
export type BoardRow = AsReadonly<Static<typeof boardRowSchema>>

/** How far back a board looks. Days and weeks are calendar ones in UTC; weeks are ISO 8601's, from Monday. */
export const BOARD_WINDOWS = ['day', 'week', 'all'] as const
export type BoardWindow = (typeof BOARD_WINDOWS)[number]

/** Which results: verified by their keys, timed by arrival, or the best of both. */
export const BOARD_TIMINGS = ['keys', 'arrival', 'any'] as const
export type BoardTiming = (typeof BOARD_TIMINGS)[number]

export const boardTiming = Type.Enum([...BOARD_TIMINGS], {
  description: 'Whose results: verified by their keys, timed by arrival, or both.',
})
