import { LANGS } from '@ketik/race'
import { type Static, Type } from 'typebox'
import type { AsReadonly } from './as-readonly.ts'
import { count, figure, flag, instant, orNull, text } from './schema-parts.ts'

export const timing = Type.Enum(['keys', 'arrival'], {
  description: 'How times are known: from verified keys, or from when claims arrived.',
})

const raceTextSchema = Type.Object({
  id: text(),
  lang: Type.Enum(LANGS),
  text: Type.String({ minLength: 1 }),
  source: text(),
  licence: text(),
})

const seatPlanSchema = Type.Object({
  player: text(),
  username: text(),
  timed: timing,
  creditMs: figure('How much earlier than its arrival a key of this seat may be dated.'),
  resumable: flag('Whether the player keeps the seat for a while after a disconnect.'),
})

/** A race as a v1 client receives it. It holds the text, so that the client opens it by the clock. */
export const raceViewSchema = Type.Object({
  id: text(),
  startsAt: instant(),
  endsAt: instant(),
  seat: count('The receiver’s seat: an index of `seats`.'),
  text: raceTextSchema,
  seats: Type.Array(seatPlanSchema),
  rematchRoom: text('A room in which these players can race again. Only they receive it.'),
})
export type RaceView = AsReadonly<Static<typeof raceViewSchema>>

const seatState = Type.Enum(['racing', 'away', 'finished', 'left'])

const seatViewFields = {
  seat: count(),
  state: seatState,
  correct: count('Graphemes of the text that the player typed correctly.'),
  wpm: figure(),
  place: Type.Optional(count()),
}
export const seatViewSchema = Type.Object(seatViewFields)
export type SeatView = AsReadonly<Static<typeof seatViewSchema>>

export const seatChangedSchema = Type.Object({ type: Type.Literal('seat'), race: text(), ...seatViewFields })

export const standingViewSchema = Type.Object({
  seat: count(),
  username: text(),
  state: seatState,
  place: Type.Optional(count()),
  wpm: Type.Optional(figure()),
  raw: Type.Optional(orNull(figure())),
  accuracy: Type.Optional(orNull(figure(), '0 to 1.')),
  consistency: Type.Optional(orNull(figure(), 'Percent.')),
  offlineMs: Type.Optional(figure('Milliseconds of the run that the player typed offline.')),
})
export type StandingView = AsReadonly<Static<typeof standingViewSchema>>
