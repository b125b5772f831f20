import type { RaceId } from '@ketik/race'
import type { Log } from '@ketik/runtime'
import { Queue } from 'bullmq'
import { JobConnections } from './job-connections.ts'
import { TurnBatch } from './turn-batch.ts'

/** What matchmakers do with a race. All of it may be late. */
export type RaceJob =
  | { readonly kind: 'deadline'; readonly race: RaceId }
  | { readonly kind: 'grace'; readonly race: RaceId; readonly seat: number; readonly epoch: number }
  /** Stores the finish of a seat, and the whole race if it has ended. */
  | { readonly kind: 'finish'; readonly race: RaceId; readonly seat: number }
  | { readonly kind: 'settle'; readonly race: RaceId }
  | { readonly kind: 'rate'; readonly race: RaceId }

/** Of the queues in BullMQ. */
export const PAIR = 'pair'
export const RACE = 'race'

/** A job is retried until PostgreSQL is back, however long that takes. */
const ATTEMPTS = 1_000_000
/** One job pairs all players who ask within this time: a job for each would cost more than the pairing. */
const PAIR_PAUSE_MS = 10

/**
 * A node adds the job of a finish before the record has the finish, with this delay: no crash can come between the two.
 * The same job stores the other finishes of this time, and the end of the race.
 */
export const FINISH_JOB_MS = 250

/** Two jobs with the same id are one job. */
export const jobId = (job: RaceJob): string => {
  switch (job.kind) {
    case 'grace':
      return `grace-${job.race}-${job.seat}-${job.epoch}`
    case 'finish':
      return `finish-${job.race}-${job.seat}`
    default:
      return `${job.kind}-${job.race}`
  }
}

type Added = { readonly job: RaceJob; readonly delayMs: number }

/** Adds jobs for the matchmakers. A job that is added twice is there once. Jobs of one turn go out together. */
export class Jobs {
  readonly #connections: JobConnections
  readonly #pair: Queue
  readonly #race: Queue
  readonly #added = new TurnBatch<Added, undefined>(added => this.#addAll(added), Number.POSITIVE_INFINITY)
  #pairing: Promise<void> | undefined
  /** Monotonic ms. */
  #pairedAt = Number.NEGATIVE_INFINITY

  constructor(redisUrl: string, prefix: string, log: Log) {
    this.#connections = new JobConnections(redisUrl)
    // Unlike a worker, a node that adds a job must know at once when Redis is away.
    const options = () => ({
      connection: this.#connections.open({ enableAutoPipelining: false, maxRetriesPerRequest: 0 }),
      prefix,
      defaultJobOptions: { removeOnComplete: true, removeOnFail: 1_000 },
    })
    this.#pair = new Queue(PAIR, options())
    this.#race = new Queue(RACE, options())
    for (const queue of [this.#pair, this.#race]) {
      queue.on('error', error => log.warn({ err: error, queue: queue.name }, 'job queue out of reach'))
    }
  }

  async ready(): Promise<void> {
    await Promise.all([this.#pair.waitUntilReady(), this.#race.waitUntilReady()])
  }

  /** Adds a job that pairs the players who wait. */
  pair(): Promise<void> {
    this.#pairing ??= this.#addPair(this.#pairedAt + PAIR_PAUSE_MS - performance.now())
    return this.#pairing
  }

  async add(job: RaceJob, delayMs = 0): Promise<void> {
    await this.#added.add({ job, delayMs })
  }

  async counts(): Promise<Readonly<Record<string, number>>> {
    return await this.#race.getJobCounts('waiting', 'active', 'delayed', 'failed')
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.#pair.close(), this.#race.close()])
    this.#connections.end()
  }

  async #addPair(afterMs: number): Promise<void> {
    await new Promise(resolve => (afterMs > 0 ? setTimeout(resolve, afterMs) : setImmediate(resolve)))
    this.#pairing = undefined
    this.#pairedAt = performance.now()
    await this.#pair.add('pair', {})
  }

  async #addAll(added: readonly Added[]): Promise<readonly undefined[]> {
    await this.#race.addBulk(
      added.map(({ job, delayMs }) => ({
        name: job.kind,
        data: job,
        opts: {
          jobId: jobId(job),
          delay: Math.max(0, Math.round(delayMs)),
          attempts: ATTEMPTS,
          backoff: { type: 'settling' },
        },
      })),
    )
    return []
  }
}
