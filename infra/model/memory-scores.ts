import { type Scores, ScoresUnavailable, type Settlement } from '@ketik/scores'
import type { SimLink } from './sim-link.ts'

/** What a matchmaker needs of PostgreSQL for races. */
export type SettlingScores = Pick<Scores, 'settleRaces' | 'rateRaces'>

/** PostgreSQL as far as settling goes: what was stored first stays. */
export class MemoryScores {
  /** Races that have ended. */
  readonly stored = new Set<string>()
  /** Finishes by race and seat, of races that run and of those that have ended. */
  readonly #finishes = new Set<string>()
  readonly rated = new Set<string>()

  constructor(private readonly onSettle: (settlement: Settlement, isNew: boolean) => void) {}

  /** The door to it of one process. */
  over(link: SimLink): SettlingScores {
    const ask = <T>(what: string, ids: readonly string[], run: () => T): Promise<T> =>
      link.call(`${what} ${ids.join(' ')}`, run).catch(cause => {
        throw new ScoresUnavailable(`PostgreSQL is away, ${what}`, { cause })
      })
    return {
      settleRaces: settlements => {
        const ids = settlements.map(({ raceId }) => raceId)
        return ask('settle', ids, () =>
          settlements.map(settlement => ({ raceId: settlement.raceId, stored: this.#settle(settlement) })),
        )
      },
      rateRaces: raceIds =>
        ask('rate', raceIds, () =>
          raceIds.map(raceId => ({ raceId, rated: this.#rate(raceId), players: 0 })),
        ),
    }
  }

  /** Whether anything of it is new. */
  #settle(settlement: Settlement): boolean {
    const { raceId, endedAt, seats } = settlement
    const isEnded = this.stored.has(raceId)
    const fresh = isEnded ? [] : seats.filter(({ seat }) => !this.#finishes.has(`${raceId}:${seat}`))
    for (const { seat, outcome } of fresh)
      if (outcome.state === 'finished') this.#finishes.add(`${raceId}:${seat}`)
    const endsNow = endedAt !== null && !isEnded
    if (endsNow) this.stored.add(raceId)
    const isNew = endsNow || fresh.length > 0
    this.onSettle(settlement, isNew)
    return isNew
  }

  #rate(raceId: string): boolean {
    const isNew = this.stored.has(raceId) && !this.rated.has(raceId)
    if (isNew) this.rated.add(raceId)
    return isNew
  }
}
