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

export const boardTiming = Type.Enum(['keys', 'arrival', 'any'], {
  description: 'Whose results: verified by their keys, timed by arrival, or both.',
})
export type BoardTiming = Static<typeof boardTiming>
