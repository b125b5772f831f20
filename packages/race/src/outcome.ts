import { finishedSeats } from './places.ts'
import type { Race, Seat } from './race.ts'

export type OutcomeReason = 'opponent_left' | 'implausible' | 'timeout' | 'cancelled'

/** What a seat is told at the end; `result` and `place` never change once told. */
export type Outcome = {
  readonly result: 'won' | 'lost' | 'cancelled'
  readonly place?: number
  readonly reason?: OutcomeReason
}

/**
 * The outcome of a seat as soon as its own place cannot change: it is fixed, or the seat left, or it is the
 * last one standing and everybody else's is fixed. Undefined until then, and for a seat that is not there.
 */
export function outcomeOf(race: Race, seatNumber: number): Outcome | undefined {
  const seat = race.seats[seatNumber]
  if (seat === undefined) return undefined
  if (race.cancelledAt !== undefined) return { result: 'cancelled', reason: 'cancelled' }
  if (seat.state === 'finished') return seat.place === undefined ? undefined : placed(seat.place)
  if (race.lastStanding === seatNumber) return lastStandingOutcome(race, seat)
  return seat.state === 'left' ? { result: 'lost', ...lossReason(seat) } : undefined
}

/** Behind every finisher; with none, the others all left and the race is won, whatever the seat does next. */
function lastStandingOutcome(race: Race, seat: Seat): Outcome | undefined {
  const finishes = finishedSeats(race)
  if (finishes.some(({ place }) => place === undefined)) return undefined
  if (finishes.length === 0) return { ...placed(1), reason: 'opponent_left' }
  return { ...placed(finishes.length + 1), ...lossReason(seat) }
}

function placed(place: number): Outcome {
  return { result: place === 1 ? 'won' : 'lost', place }
}

function lossReason(seat: Seat): { readonly reason?: OutcomeReason } {
  return seat.state === 'left' && seat.reason !== 'left' ? { reason: seat.reason } : {}
}
