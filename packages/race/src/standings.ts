import type { SeatFigures } from './figures.ts'
import { outcomeOf } from './outcome.ts'
import type { Race, Seat } from './race.ts'

export type Standing = {
  readonly seat: number
  readonly username: string
  readonly state: Seat['state']
  readonly place?: number
  readonly finishedAt?: number
  readonly figures?: SeatFigures
}

const ORDER: Readonly<Record<Seat['state'], number>> = { finished: 0, racing: 1, away: 1, left: 2 }

/** All seats: by place, then finishes whose place is pending by their instant, then active, then left ones. */
export function standingsOf(race: Race): readonly Standing[] {
  return race.plan.seats.map(({ username }, seat) => standing(race, seat, username)).sort(compare)
}

function standing(race: Race, number: number, username: string): Standing {
  const seat = race.seats[number]
  if (seat === undefined) throw new Error(`race: no seat ${number}`)
  const place = outcomeOf(race, number)?.place
  return {
    seat: number,
    username,
    state: seat.state,
    ...(place === undefined ? {} : { place }),
    ...(seat.state === 'finished' ? { finishedAt: seat.finishedAt, figures: seat.figures } : {}),
  }
}

function compare(one: Standing, other: Standing): number {
  return (
    (one.place ?? Number.MAX_SAFE_INTEGER) - (other.place ?? Number.MAX_SAFE_INTEGER) ||
    ORDER[one.state] - ORDER[other.state] ||
    (one.finishedAt ?? 0) - (other.finishedAt ?? 0) ||
    one.seat - other.seat
  )
}
