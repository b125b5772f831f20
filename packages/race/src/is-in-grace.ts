import { finishedSeats } from './places.ts'
import type { ActiveSeat, Race } from './race.ts'

/**
 * Whether a seat that the deadline finds away had lost its connection while the race was open: before the first finish, or
 * before the deadline if nobody finished. Whoever drops out after the winner is known has lost, and cannot save a rating
 * by pulling the plug. How far the seat came says nothing: its node may report that for an absent player, too.
 */
export function isInGrace(race: Race, seat: ActiveSeat): boolean {
  if (seat.state !== 'away') return false
  const finishes = finishedSeats(race).map(({ finishedAt }) => finishedAt)
  return finishes.length === 0 ? seat.since <= race.closesAt : seat.since < Math.min(...finishes)
}
