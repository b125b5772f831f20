import { LANGS } from '@ketik/race'
import { type Static, Type } from 'typebox'
import type { AsReadonly } from './as-readonly.ts'
import { count, figure, flag, instant, orNull, text } from './schema-parts.ts'

export const timing = Type.Enum(['keys', 'arrival'])

const raceText = Type.Object({
  id: text,
  lang: Type.Enum(LANGS),
  text: Type.String({ minLength: 1 }),
  source: text,
  licence: text,
})

const seatPlan = Type.Object({
  player: text,
  username: text,
  timed: timing,
  /** Milliseconds: how much earlier than its arrival a key of this seat may be dated. */
  creditMs: figure,
  /** Whether the player keeps the seat for a while after a disconnect. */
  resumable: flag,
})

/** A race as a v1 client receives it. It holds the text, so that the client opens it by the clock. */
export const raceViewSchema = Type.Object({
  id: text,
  startsAt: instant,
  endsAt: instant,
  /** The receiver's seat: an index of `seats`. */
  seat: count,
  text: raceText,
  seats: Type.Array(seatPlan),
  /** A private room in which these players can race again. Only they receive it. */
  rematchRoom: text,
})
export type RaceView = AsReadonly<Static<typeof raceViewSchema>>

const seatState = Type.Enum(['racing', 'away', 'finished', 'left'])

const seatViewFields = {
  seat: count,
  state: seatState,
  /** Graphemes of the text that the player typed correctly. */
  correct: count,
  wpm: figure,
  place: Type.Optional(count),
}
export const seatViewSchema = Type.Object(seatViewFields)
export type SeatView = AsReadonly<Static<typeof seatViewSchema>>
export const seatChangedSchema = Type.Object({ type: Type.Literal('seat'), race: text, ...seatViewFields })

export const standingViewSchema = Type.Object({
  seat: count,
  username: text,
  state: seatState,
  place: Type.Optional(count),
  wpm: Type.Optional(figure),
  raw: Type.Optional(orNull(figure)),
  accuracy: Type.Optional(orNull(figure)),
  consistency: Type.Optional(orNull(figure)),
  /** Milliseconds of the run that the player typed offline. */
  offlineMs: Type.Optional(figure),
})
export type StandingView = AsReadonly<Static<typeof standingViewSchema>>
