import { foldUsername } from '@ketik/protocol'
import { graphemes, type LoggedKey, outcomeOf, type Race, type Seat } from '@ketik/race'
import type { SeatOutcome, Settlement } from '@ketik/scores'

/** What is kept of a race that is over. `keyLogs`: one for each seat, empty for seats timed by arrival. */
export const settlementOf = (race: Race, keyLogs: readonly (readonly LoggedKey[])[]): Settlement => {
  const { id, text, startsAt, seats } = race.plan
  return {
    raceId: id,
    text: { ...text, chars: graphemes(text.text).length },
    startsAt,
    endedAt: Math.max(startsAt, ...race.seats.map(seat => endOf(seat, startsAt))),
    cancelled: race.cancelledAt !== undefined,
    seats: seats.map(({ username, timed }, seat) => {
      const outcome = outcomeOf(race, seat)
      return {
        seat,
        username,
        foldedName: foldUsername(username),
        outcome: seatOutcome(race, seat),
        timed,
        keys: timed === 'keys' ? (keyLogs[seat] ?? []) : null,
        ...(outcome?.result === 'won' && outcome.reason !== undefined ? { walkover: true } : {}),
      }
    }),
  }
}

const seatOutcome = (race: Race, number: number): SeatOutcome => {
  const seat = race.seats[number]
  if (seat?.state === 'left') return { state: 'left', reason: seat.reason }
  if (seat?.state !== 'finished' || seat.place === undefined) return { state: 'left', reason: 'left' }
  const { timed: _, ...figures } = seat.figures
  return {
    state: 'finished',
    place: seat.place,
    finishedMs: seat.finishedAt - race.plan.startsAt,
    review: seat.review,
    ...figures,
  }
}

const endOf = (seat: Seat, startsAt: number): number => {
  if (seat.state === 'finished') return seat.finishedAt
  return seat.state === 'left' ? seat.at : startsAt
}
