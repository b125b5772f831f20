import type { InboxEntry, SharedCluster } from '@ketik/cluster'
import { isOver, type LoggedKey, type Race, type RaceId } from '@ketik/race'
import { type Log, metrics } from '@ketik/runtime'
import type { Scores, Settlement } from '@ketik/scores'
import { Batches } from './batches.ts'
import { endOf, isStorable, settlementOf } from './settlement-of.ts'

/** Stores finishes and the races that have ended in PostgreSQL, each exactly once, and rates the races. */
export class Settling {
  readonly #storing = new Batches((settlements: readonly Settlement[]) =>
    this.scores.settleRaces(settlements),
  )
  readonly #rating = new Batches((races: readonly RaceId[]) => this.scores.rateRaces(races))

  constructor(
    private readonly cluster: SharedCluster,
    private readonly scores: Pick<Scores, 'settleRaces' | 'rateRaces'>,
    private readonly log: Log,
  ) {}

  /** Stores the finishes of a race that still runs. Throws when PostgreSQL or Redis is away: the job is tried again. */
  async storeFinishes(race: Race): Promise<void> {
    const { stored } = await this.#storing.add(settlementOf(race, await this.#keyLogs(race)))
    this.#tellNodes(race, ['settled', race.plan.id, 'finishes'])
    if (stored) this.log.info({ race: race.plan.id }, 'finishes stored')
  }

  /** Stores a race that has ended, and leaves any other alone; its nodes are told so in any case. Throws as `storeFinishes`. */
  async settle(race: Race): Promise<void> {
    if (!isOver(race)) return
    const isNews = await this.storeEnd(race)
    if (!isNews) this.#tellNodes(race, ['settled', race.plan.id])
  }

  /** Stores a race that has ended, and tells its nodes. False when that was done before. */
  async storeEnd(race: Race): Promise<boolean> {
    const { id } = race.plan
    if (await this.cluster.races.isSettled(id)) return false
    const { stored } = await this.#storing.add(settlementOf(race, await this.#keyLogs(race)))
    // Stored before does not mean rated: whoever stored it may have died since. A race is rated once, however often asked.
    await this.cluster.jobs.add({ kind: 'rate', race: id })
    await this.cluster.races.settled(race)
    this.#tellNodes(race, ['settled', id])
    if (!stored) return true
    metrics.settleDelay.observe(Math.max(0, this.cluster.clock.now() - endOf(race)))
    this.log.info({ race: id }, 'race settled')
    return true
  }

  /** Of the seats that are to be stored now; the others' are left empty. */
  async #keyLogs(race: Race): Promise<readonly (readonly LoggedKey[])[]> {
    const { id, seats } = race.plan
    return await Promise.all(
      seats.map(({ timed }, seat) =>
        timed === 'keys' && isStorable(race, seat) ? this.cluster.races.keyLog(id, seat) : [],
      ),
    )
  }

  /** Every node that has, or had, a seat of the race. */
  #tellNodes(race: Race, entry: InboxEntry): void {
    for (const node of new Set(race.seats.map(seat => seat.node))) this.cluster.inbox.addUrgent(node, entry)
  }

  async rate(race: RaceId): Promise<void> {
    await this.#rating.add(race)
  }
}
