import type { RaceId } from '@ketik/race'
import { type Scores, ScoresUnavailable, type SettledSeat, type Settlement } from '@ketik/scores'
import type { SimLink } from './sim-link.ts'
import type { World } from './world.ts'

/** PostgreSQL as far as settling goes: what was stored first stays, and storing it again brings the same. */
export class MemoryScores {
  /** The races that have ended, as they were stored. */
  readonly settlements = new Map<RaceId, Settlement>()
  readonly rated = new Set<RaceId>()
  /** Each finish as it was stored first, without its place. */
  readonly #finishes = new Map<string, string>()

  constructor(private readonly world: World) {}

  /** The door to it of one process. */
  over(link: SimLink): Pick<Scores, 'settleRaces' | 'rateRaces'> {
    const ask = <T>(what: string, run: () => T): Promise<T> =>
      link.call(what, run).catch(cause => {
        throw new ScoresUnavailable(`PostgreSQL is away, ${what}`, { cause })
      })
    return {
      settleRaces: settlements =>
        ask(`settle ${settlements.map(({ raceId }) => raceId).join(' ')}`, () =>
          settlements.map(settlement => ({ raceId: settlement.raceId, stored: this.#settle(settlement) })),
        ),
      rateRaces: raceIds =>
        ask(`rate ${raceIds.join(' ')}`, () =>
          raceIds.map(raceId => ({ raceId, rated: this.#rate(raceId), players: 0 })),
        ),
    }
  }

  /** The model replaces it to see whether it finds the fault. */
  isStored(raceId: RaceId): boolean {
    return this.settlements.has(raceId)
  }

  /** Whether anything of it is new. */
  #settle(settlement: Settlement): boolean {
    const { raceId, endedAt, seats } = settlement
    const isStored = this.isStored(raceId)
    const finishes = seats.filter(seat => this.#storeFinish(`${raceId}:${seat.seat}`, seat))
    if (endedAt === null) return !isStored && finishes.length > 0
    const before = this.settlements.get(raceId)
    if (before === undefined) this.settlements.set(raceId, settlement)
    else if (!isStored) this.world.fail('MODEL-5', `${raceId} was settled twice`)
    else if (outcomesOf(before) !== outcomesOf(settlement))
      this.world.fail('MODEL-5', `${raceId} was settled, and then again with another outcome`)
    return !isStored
  }

  /** A finish that was stored stays what it was, and the race that ends later has it. Answers whether it is new. */
  #storeFinish(key: string, { outcome, username }: SettledSeat): boolean {
    const now = JSON.stringify({ username, ...outcome, place: undefined })
    const before = this.#finishes.get(key)
    if (before !== undefined && before !== now)
      this.world.fail('MODEL-5', `${key} was stored as ${before}, and then again as ${now}`)
    const isNew = before === undefined && outcome.state === 'finished'
    if (isNew) this.#finishes.set(key, now)
    return isNew
  }

  #rate(raceId: RaceId): boolean {
    const isNew = this.isStored(raceId) && !this.rated.has(raceId)
    if (isNew) this.rated.add(raceId)
    return isNew
  }
}

/** All but the keys: they may have expired before the record did, once the race is stored. */
const outcomesOf = ({ seats, ...rest }: Settlement): string =>
  JSON.stringify({ ...rest, seats: seats.map(({ keys: _, ...seat }) => seat) })
