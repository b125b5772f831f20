import { finishedSeats } from './places.ts'
import type { LeftSeat, Race, Seat } from './race.ts'

export type OutcomeReason = 'opponent_left' | 'implausible' | 'timeout' | 'cancelled'

/** What a seat is told at the end; `result` and `place` never change once told. */
export type Outcome = {
  readonly result: 'won' | 'lost' | 'draw' | 'cancelled'
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
  if (seat.state !== 'left') return undefined
  return timeoutOutcome(race, seat) ?? { result: 'lost', ...lossReason(seat) }
}

/** The seat that won, once that is decided; of several that share the first place, the first in order. */
export function winnerOf(race: Race): number | undefined {
  const winner = race.seats.findIndex((_, seat) => outcomeOf(race, seat)?.result === 'won')
  return winner < 0 ? undefined : winner
}

/** Behind every finisher; with none, the others all left and the race is won, whatever the seat does next. */
function lastStandingOutcome(race: Race, seat: Seat): Outcome | undefined {
  const finishes = finishedSeats(race)
  if (finishes.some(({ place }) => place === undefined)) return undefined
  if (finishes.length === 0) return { ...placed(1), reason: 'opponent_left' }
  return { ...placed(finishes.length + 1), ...lossReason(seat) }
}

/** Of a race that its deadline ended without a finish: the greater progress wins, equal progress is a draw. */
function timeoutOutcome(race: Race, { progress }: LeftSeat): Outcome | undefined {
  if (progress === undefined || race.lastStanding !== undefined || finishedSeats(race).length > 0) {
    return undefined
  }
  const others = race.seats.flatMap(seat => (seat.state === 'left' ? (seat.progress ?? []) : []))
  const place = 1 + others.filter(other => other > progress).length
  const isShared = others.filter(other => other === progress).length > 1
  return { ...placed(place), ...(place === 1 && isShared ? { result: 'draw' } : {}), reason: 'timeout' }
}

function placed(place: number): Outcome {
  return { result: place === 1 ? 'won' : 'lost', place }
}

function lossReason(seat: Seat): { readonly reason?: OutcomeReason } {
  return seat.state === 'left' && seat.reason !== 'left' ? { reason: seat.reason } : {}
}
