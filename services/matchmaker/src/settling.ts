import type { SharedCluster } from '@ketik/cluster'
import { isOver, type Race, type RaceId } from '@ketik/race'
import { type Log, metrics } from '@ketik/runtime'
import type { Scores, Settlement } from '@ketik/scores'
import { Batches } from './batches.ts'
import { settlementOf } from './settlement-of.ts'

/** Brings races that are over into PostgreSQL, each exactly once, and rates them. */
export class Settling {
  readonly #storing = new Batches((settlements: readonly Settlement[]) =>
    this.scores.settleRaces(settlements),
  )
  readonly #rating = new Batches((races: readonly RaceId[]) => this.scores.rateRaces(races))

  constructor(
    private readonly cluster: SharedCluster,
    private readonly scores: Scores,
    private readonly log: Log,
  ) {}

  /** Throws when PostgreSQL or Redis is away: the job is tried again. A race that is not over is left alone. */
  async settle(race: Race): Promise<void> {
    if (!isOver(race)) return
    const { id, seats } = race.plan
    const keyLogs = await Promise.all(
      seats.map(({ timed }, seat) => (timed === 'keys' ? this.cluster.races.keyLog(id, seat) : [])),
    )
    const settlement = settlementOf(race, keyLogs)
    const { stored } = await this.#storing.add(settlement)
    await this.cluster.races.settled(race)
    for (const node of new Set(race.seats.map(seat => seat.node)))
      this.cluster.inbox.addUrgent(node, ['settled', id])
    // Stored before does not mean rated: whoever stored it may have died since. A race is rated once, however often asked.
    await this.cluster.jobs.add({ kind: 'rate', race: id })
    if (!stored) return
    metrics.settleDelay.observe(Math.max(0, this.cluster.clock.now() - settlement.endedAt))
    this.log.info({ race: id }, 'race settled')
  }

  async rate(race: RaceId): Promise<void> {
    await this.#rating.add(race)
  }
}
