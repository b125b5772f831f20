import type { LinkRace } from '@ketik/client'
import type { Words } from '../words/words.ts'

/** The outcome of one's own race as a sentence. */
export const verdictOf = (w: Words, race: LinkRace): string => {
  const { outcome, standings, view } = race
  const place = outcome?.place ?? standings?.find(({ seat }) => seat === view.seat)?.place
  switch (outcome?.reason) {
    case 'opponent_left':
      return w.resultOpponentLeft
    case 'implausible':
      return w.resultImplausible
    case 'timeout':
      return timeoutOf(w, outcome.result)
    case 'cancelled':
      return w.resultCancelled
    default:
  }
  if (isDraw(outcome?.result)) return w.resultDraw
  if (outcome?.result === 'won' || place === 1) return w.resultWon
  if (place !== undefined && view.seats.length > 2) return w.resultPlace(w.placeOrdinal(place))
  return race.own === null && race.lost ? w.resultUnfinished : w.resultLost
}

const isDraw = (result: string | undefined): boolean => result === 'draw'

/** Without a finish the greater progress wins. */
const timeoutOf = (w: Words, result: string): string => {
  if (isDraw(result)) return `${w.resultTimeout} ${w.resultDraw}`
  return result === 'won' ? `${w.resultTimeout} ${w.resultWon}` : w.resultTimeout
}
