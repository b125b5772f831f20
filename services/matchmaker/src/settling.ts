import type { SharedCluster } from '@ketik/cluster'
import { isOver, type Race } from '@ketik/race'
import { type Log, metrics } from '@ketik/runtime'
import { isRetryable, type Scores, type Settlement } from '@ketik/scores'
import { settlementOf } from './settlement-of.ts'

const BATCH_MAX = 200

type Waiting = {
  readonly settlement: Settlement
  readonly resolve: (stored: boolean) => void
  readonly reject: (error: unknown) => void
}

/**
 * Brings races that are over into PostgreSQL, each exactly once. While one statement is under way those that come
 * in are gathered, so that a burst costs few round trips and a single race waits for nobody.
 */
export class Settling {
  readonly #waiting: Waiting[] = []
  #storing = false

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
    const stored = await this.#store(settlement)
    await this.cluster.races.settled(race)
    for (const node of new Set(race.seats.map(seat => seat.node)))
      this.cluster.inbox.addUrgent(node, ['settled', id])
    // Stored before does not mean rated: whoever stored it may have died since. A race is rated once, however often asked.
    await this.cluster.jobs.add({ kind: 'rate', race: id })
    if (!stored) return
    metrics.settleDelay.observe(Math.max(0, this.cluster.clock.now() - settlement.endedAt))
    this.log.info({ race: id }, 'race settled')
  }

  #store(settlement: Settlement): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ settlement, resolve, reject })
      if (!this.#storing) void this.#storeAll()
    })
  }

  async #storeAll(): Promise<void> {
    this.#storing = true
    while (this.#waiting.length > 0) await this.#storeBatch(this.#waiting.splice(0, BATCH_MAX))
    this.#storing = false
  }

  /** Never rejects: each one who waits is told. */
  async #storeBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.scores.settleRaces(batch.map(({ settlement }) => settlement))
      for (const [i, { resolve }] of batch.entries()) resolve(answers[i]?.stored ?? false)
    } catch (error) {
      if (batch.length === 1 || isRetryable(error)) {
        for (const { reject } of batch) reject(error)
        return
      }
      // One of them is bad: the others must not suffer for it.
      for (const one of batch) await this.#storeBatch([one])
    }
  }
}
