import { type FinishedSeat, isActive, type Race } from './race.ts'

/**
 * Fixes the places that no finish can change any more at the instant `at` (cluster ms): those of finishes
 * that are older than every active seat's credit, or all when nobody is active. Places are fixed from the
 * front, equal finishes fixed together share one (1, 1, 3), and whatever is fixed later ranks behind.
 * The same record when there is nothing to fix.
 */
export function fixPlaces(race: Race, at: number): Race {
  const creditMs = creditStanding(race)
  const decided = pending(race).filter(seat => creditMs === undefined || seat.finishedAt + creditMs <= at)
  if (decided.length === 0) return race
  const fixed = finishedSeats(race).length - pending(race).length
  const placeOf = (finish: FinishedSeat) =>
    fixed + 1 + decided.filter(other => other.finishedAt < finish.finishedAt).length
  const seats = race.seats.map(seat =>
    seat.state === 'finished' && decided.includes(seat) ? { ...seat, place: placeOf(seat) } : seat,
  )
  return { ...race, seats }
}

/** Cluster ms at which a `decide` would fix the next place; undefined when none is pending. */
export function decideAt(race: Race): number | undefined {
  const finishes = pending(race).map(seat => seat.finishedAt)
  return finishes.length === 0 ? undefined : Math.min(...finishes) + (creditStanding(race) ?? 0)
}

export function finishedSeats(race: Race): readonly FinishedSeat[] {
  return race.seats.filter(seat => seat.state === 'finished')
}

function pending(race: Race): readonly FinishedSeat[] {
  return finishedSeats(race).filter(seat => seat.place === undefined)
}

/** How far before its arrival a finish may still be dated, in ms; undefined when nobody is active. */
function creditStanding(race: Race): number | undefined {
  const credits = race.plan.seats.flatMap(({ creditMs }, index) => {
    const seat = race.seats[index]
    return seat !== undefined && isActive(seat) ? [creditMs] : []
  })
  return credits.length === 0 ? undefined : Math.max(...credits)
}
