import { foldUsername } from '@ketik/protocol'
import { graphemes, isOver, type LoggedKey, outcomeOf, type Race, type Seat } from '@ketik/race'
import type { SeatOutcome, SettledSeat, Settlement } from '@ketik/scores'

/**
 * What is to be stored of a race: all of it once it has ended, before that the seats that have finished. `keyLogs`: one
 * for each seat, empty for seats timed by arrival.
 */
export const settlementOf = (race: Race, keyLogs: readonly (readonly LoggedKey[])[]): Settlement => {
  const { id, text, startsAt, seats, isPrivate = false, isRated = !isPrivate } = race.plan
  return {
    raceId: id,
    text: { ...text, chars: graphemes(text.text).length },
    startsAt,
    endedAt: isOver(race) ? endOf(race) : null,
    cancelled: race.cancelledAt !== undefined,
    isPrivate,
    isRated,
    seats: seats.flatMap((_, seat) => (isStorable(race, seat) ? [settledSeat(race, seat, keyLogs)] : [])),
  }
}

/** A finish as soon as it is there, for no other can change it; the other seats when the race has ended. */
export const isStorable = (race: Race, seat: number): boolean =>
  isOver(race) || race.seats[seat]?.state === 'finished'

/** Epoch ms, of a race that has ended. */
export const endOf = ({ plan, seats }: Race): number =>
  Math.max(plan.startsAt, ...seats.map(seat => seatEndOf(seat, plan.startsAt)))

const settledSeat = (race: Race, seat: number, keyLogs: readonly (readonly LoggedKey[])[]): SettledSeat => {
  const { player = '', username = '', timed = 'arrival' } = race.plan.seats[seat] ?? {}
  const outcome = isOver(race) ? outcomeOf(race, seat) : undefined
  return {
    seat,
    player,
    username,
    foldedName: foldUsername(username),
    outcome: seatOutcome(race, seat),
    timed,
    keys: timed === 'keys' ? (keyLogs[seat] ?? []) : null,
    ...(outcome?.result === 'won' && outcome.reason !== undefined ? { walkover: true } : {}),
  }
}

const seatOutcome = (race: Race, number: number): SeatOutcome => {
  const seat = race.seats[number]
  if (seat?.state === 'left') {
    return { state: 'left', reason: seat.reason, ...(seat.inGrace === true ? { inGrace: true } : {}) }
  }
  if (seat?.state !== 'finished') return { state: 'left', reason: 'left' }
  const { timed: _, ...figures } = seat.figures
  return {
    state: 'finished',
    // It may be known before the race has ended, but is stored with the end.
    ...(seat.place === undefined || !isOver(race) ? {} : { place: seat.place }),
    finishedMs: seat.finishedAt - race.plan.startsAt,
    review: seat.review,
    ...figures,
  }
}

const seatEndOf = (seat: Seat, startsAt: number): number => {
  if (seat.state === 'finished') return seat.finishedAt
  return seat.state === 'left' ? seat.at : startsAt
}
