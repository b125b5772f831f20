import { type Scores, ScoresUnavailable, type SettledSeat, type Settlement } from '@ketik/scores'
import type { SimLink } from './sim-link.ts'

const noPruning = async (): Promise<never> => {
  throw new Error('nobody prunes here')
}

/** PostgreSQL as far as settling goes: what was stored first stays. */
export class MemoryScores {
  /** Races that have ended. */
  readonly stored = new Map<string, Settlement>()
  /** By race and seat, of races that run and of those that have ended. */
  readonly finishes = new Map<string, SettledSeat>()
  /** How often each race was rated for the first time. */
  readonly rated = new Map<string, number>()

  constructor(private readonly onSettle: (settlement: Settlement, stored: boolean) => void) {}

  /** The door to it of one process. */
  over(link: SimLink): Scores {
    const ask = <T>(what: string, run: () => T): Promise<T> =>
      link.call(what, run).catch(cause => {
        throw new ScoresUnavailable(`PostgreSQL is away, ${what}`, { cause })
      })
    return {
      settleRace: async settlement => ({ stored: await ask('settle', () => this.#settle(settlement)) }),
      settleRaces: settlements =>
        ask(`settle ${settlements.map(({ raceId }) => raceId).join(' ')}`, () =>
          settlements.map(settlement => ({ raceId: settlement.raceId, stored: this.#settle(settlement) })),
        ),
      rateRaces: raceIds =>
        ask(`rate ${raceIds.join(' ')}`, () => raceIds.map(raceId => ({ raceId, ...this.#rate(raceId) }))),
      leaderboard: async () => [],
      playerProfile: async () => undefined,
      raceResults: async () => undefined,
      audit: async () => {
        throw new Error('nobody audits here')
      },
      pruneBoards: noPruning,
      pruneRatedPairs: noPruning,
      pruneGuestKeys: noPruning,
      waitingReviews: async () => [],
      review: async () => undefined,
      decideReview: async () => 'not in review',
      ping: async () => {},
      close: async () => {},
    }
  }

  #settle(settlement: Settlement): boolean {
    const { raceId, endedAt, seats } = settlement
    const isEnded = this.stored.has(raceId)
    const fresh = isEnded ? [] : seats.filter(({ seat }) => !this.finishes.has(`${raceId}:${seat}`))
    for (const seat of fresh)
      if (seat.outcome.state === 'finished') this.finishes.set(`${raceId}:${seat.seat}`, seat)
    const endsNow = endedAt !== null && !isEnded
    if (endsNow) this.stored.set(raceId, settlement)
    const isNew = endsNow || fresh.length > 0
    this.onSettle(settlement, isNew)
    return isNew
  }

  #rate(raceId: string): { readonly rated: boolean; readonly players: number } {
    if (!this.stored.has(raceId) || this.rated.has(raceId)) return { rated: false, players: 0 }
    this.rated.set(raceId, 1)
    return { rated: true, players: 0 }
  }
}
