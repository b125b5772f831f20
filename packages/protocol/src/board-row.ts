import { type Static, Type } from 'typebox'
import type { AsReadonly } from './as-readonly.ts'
import { timing } from './race-view.ts'
import { count, figure, instant, orNull, text } from './schema-parts.ts'

export const boardRowSchema = Type.Object({
  rank: count,
  username: text,
  wpm: figure,
  /** 0 to 1; null for a result timed by arrival. */
  accuracy: orNull(figure),
  races: count,
  at: instant,
  /** How the best result was timed: `keys` are verified keystrokes. */
  timed: timing,
  /** The id of the race with the best result. */
  race: text,
})
export type BoardRow = AsReadonly<Static<typeof boardRowSchema>>

/** Whose results a leaderboard holds: verified by their keys, timed by arrival, or both. */
export const boardTiming = Type.Enum(['keys', 'arrival', 'any'])
export type BoardTiming = Static<typeof boardTiming>
