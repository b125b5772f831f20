import type { RaceView, SeatView, StandingView } from '@ketik/protocol'
import { LANGS, type LoggedKey, type RaceText, type SeatPlan } from '@ketik/race'
import {
  count,
  flag,
  listOf,
  maybe,
  number,
  objectOf,
  oneOf,
  orNull,
  type Shape,
  text,
  tupleOf,
} from './shape.ts'

/** Exact optional fields: a missing one is fine, one that is there must fit. */
type Optional<T> = { readonly [Key in keyof T]: Shape<T[Key]> }

const lang = oneOf(...LANGS)

const raceText = objectOf<RaceText>({ id: text, lang, text, source: text, licence: text })

const seatPlan = objectOf<SeatPlan>({
  player: text,
  username: text,
  timed: oneOf('keys', 'arrival'),
  creditMs: number,
  resumable: flag,
})

const raceViewLoose = objectOf<RaceView>({
  id: text,
  startsAt: number,
  endsAt: number,
  seat: count,
  text: raceText,
  seats: listOf(seatPlan),
  rematchRoom: text,
})

export const raceView: Shape<RaceView> = (value): value is RaceView =>
  raceViewLoose(value) && value.seat < value.seats.length && value.text.text.length > 0

const seatState = oneOf('racing', 'away', 'finished', 'left')

const seatViewFields: Optional<Required<SeatView>> = {
  seat: count,
  state: seatState,
  correct: count,
  wpm: number,
  place: maybe(count) as Shape<number>,
}
export const seatView = objectOf<SeatView>(seatViewFields)

export const standingView = objectOf<StandingView>({
  seat: count,
  username: text,
  state: seatState,
  place: maybe(count) as Shape<number>,
  wpm: maybe(number) as Shape<number>,
  raw: maybe(orNull(number)) as Shape<number | null>,
  accuracy: maybe(orNull(number)) as Shape<number | null>,
  consistency: maybe(orNull(number)) as Shape<number | null>,
  offlineMs: maybe(number) as Shape<number>,
})

const claimedKey = tupleOf<readonly [number, string]>(number, text)
const datedKey = tupleOf<readonly [number, string, number]>(number, text, number)

const releasedKey = tupleOf<readonly [number, string, number, number]>(number, text, number, number)

export const loggedKey: Shape<LoggedKey> = (value): value is LoggedKey =>
  claimedKey(value) || datedKey(value) || releasedKey(value)
