import { type BoardRow, encode, type GameOver } from '@ketik/protocol'
import { isRated, type Outcome, type Race, wholeWpm, winnerOf } from '@ketik/race'

/**
 * `wpm`: of what the seat typed so far; of a finished seat its figures count. `leaderboard`: for a client of contract A.
 * To v1 clients a loss without a reason means that they may type on.
 */
export const gameOverFrame = (
  race: Race,
  seat: number,
  outcome: Outcome,
  { wpm, leaderboard }: { readonly wpm: number; readonly leaderboard?: readonly BoardRow[] | undefined },
): string => {
  const { result, place } = outcome
  const state = race.seats[seat]
  const isFinish = leaderboard !== undefined && place !== undefined
  const reason = outcome.reason ?? (isFinish ? 'finish' : undefined)
  const message: GameOver = {
    type: 'game_over',
    result,
    ...(reason === undefined ? {} : { reason }),
    ...(place === undefined ? {} : { place }),
    race: race.plan.id,
    wpm: wholeWpm(state?.state === 'finished' ? state.figures.wpm : wpm),
    winner: winnerName(race, seat, outcome),
    ...(leaderboard === undefined ? { rated: isRated(race.plan) } : { leaderboard }),
  }
  return encode(message)
}

/** Seats that share the first place have all won: each is its own winner. */
const winnerName = (race: Race, seat: number, { result }: Outcome): string | null => {
  if (result === 'draw' || result === 'cancelled') return null
  const winner = result === 'won' ? seat : winnerOf(race)
  return (winner === undefined ? undefined : race.plan.seats[winner]?.username) ?? null
}
