import type { RaceId } from '@ketik/race'
import type { Log } from '@ketik/runtime'
import type { LiveRace } from '../race/live-race.ts'

/** Time for a race to be stored before its node asks again. */
export const UNSETTLED_MS = 30_000
const UNSETTLED_MAX = 10_000

/** Races that are over and whose rows nobody has said to be stored. Their node asks until they are. At most 10,000. */
export class UnsettledRaces {
  readonly #races = new Map<RaceId, { readonly race: LiveRace; readonly since: number }>()

  constructor(private readonly log: Log) {}

  add(race: LiveRace): void {
    this.#races.delete(race.id)
    this.#races.set(race.id, { race, since: performance.now() })
    if (this.#races.size <= UNSETTLED_MAX) return
    const [oldest] = this.#races.keys()
    if (oldest !== undefined) this.#races.delete(oldest)
    this.log.error(
      { race: oldest },
      'too many races wait for being stored; this node no longer answers for one',
    )
  }

  delete(race: RaceId): void {
    this.#races.delete(race)
  }

  resubmitAll(): void {
    for (const { race } of this.#races.values()) race.writer.resubmit()
  }

  resubmitDue(): void {
    const now = performance.now()
    for (const [id, { race, since }] of this.#races) {
      if (now - since < UNSETTLED_MS) return
      this.log.warn({ race: id }, 'nobody has said that a race is stored; asking again')
      this.add(race)
      race.writer.resubmit()
    }
  }
}
