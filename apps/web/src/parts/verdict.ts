import type { Words } from '../words/words.ts'
import type { Race } from '../world/race-state.ts'

/** The outcome of one's own race as a sentence. */
export const verdictOf = (w: Words, race: Race): string => {
  const { outcome, standings, view } = race
  const place = outcome?.place ?? standings?.find(({ seat }) => seat === view.seat)?.place
  switch (outcome?.reason) {
    case 'opponent_left':
      return w.resultOpponentLeft
    case 'implausible':
      return w.resultImplausible
    case 'timeout':
      return w.resultTimeout
    case 'cancelled':
      return w.resultCancelled
    default:
  }
  if (outcome?.result === 'won' || place === 1) return w.resultWon
  if (place !== undefined && view.seats.length > 2) return w.resultPlace(w.placeOrdinal(place))
  return race.finishedMs === null && race.lost ? w.resultUnfinished : w.resultLost
}
