import type { RaceId } from '@ketik/race'
import { type Log, metrics } from '@ketik/runtime'
import { Queue, Worker } from 'bullmq'
import { createRedis, patient, type RedisClient, type RedisOptions } from './redis.ts'
import { TurnBatch } from './turn-batch.ts'

/** What can be asked of the matchmakers. Lateness hurts none of these. */
export type RaceJob =
  | { readonly kind: 'deadline'; readonly race: RaceId }
  | { readonly kind: 'grace'; readonly race: RaceId; readonly seat: number; readonly epoch: number }
  /** Stores the finish of a seat, and the whole race if it has ended. */
  | { readonly kind: 'finish'; readonly race: RaceId; readonly seat: number }
  | { readonly kind: 'settle'; readonly race: RaceId }
  | { readonly kind: 'rate'; readonly race: RaceId }

const PAIR = 'pair'
const RACE = 'race'
/** Retried until PostgreSQL is back, however long that takes; the pause between tries is bounded. */
const ATTEMPTS = 1_000_000
const RETRY_MS_MAX = 5_000
/** BullMQ waits for Redis, however long it is away. */
const CLOSED_WITHIN_MS = 10_000
/** Those who ask within this time of an asking before them are paired together: a job each would cost more than the pairing. */
const PAIR_PAUSE_MS = 10

/**
 * A node adds the job of a finish this long ahead, before the record has the finish: no crash can come between the two.
 * It is also the time in which other finishes of the race, or its end, are stored by the same job.
 */
export const FINISH_JOB_MS = 250

/** What makes two jobs the same one. */
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

/** The connections given to BullMQ, which leaves it to the giver to end them. */
class JobConnections {
  readonly #clients: RedisClient[] = []

  constructor(private readonly redisUrl: string) {}

  /** Connects by itself, and goes on trying: BullMQ would try once. */
  open(options: RedisOptions): RedisClient {
    const client = createRedis(this.redisUrl, { ...options, lazyConnect: false })
    this.#clients.push(client)
    return client
  }

  end(): void {
    for (const client of this.#clients) client.disconnect()
  }
}

type Added = { readonly job: RaceJob; readonly delayMs: number }

/** The door to the matchmakers: adding a job twice is adding it once. Jobs added in one turn go out together. */
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
    // Unlike a worker, a node that asks wants to know at once when Redis is away.
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

  /** Someone who can be paired waits. */
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

export type JobHandlers = {
  pair(): Promise<void>
  race(job: RaceJob): Promise<void>
}

/** Runs jobs: pairing one at a time, race jobs side by side. A handler that throws is tried again, later each time. */
export class JobWorkers {
  readonly #connections: JobConnections
  readonly #workers: readonly Worker[]

  constructor(redisUrl: string, prefix: string, concurrency: number, handlers: JobHandlers, log: Log) {
    this.#connections = new JobConnections(redisUrl)
    const options = () => ({
      connection: this.#connections.open(patient),
      prefix,
      // A job of a killed worker goes to another one after about five seconds.
      lockDuration: 5_000,
      stalledInterval: 2_500,
      maxStalledCount: 1_000,
      settings: {
        backoffStrategy: (attempts: number) => Math.min(100 * 2 ** Math.min(attempts, 6), RETRY_MS_MAX),
      },
    })
    const counted = async (kind: string, work: () => Promise<void>) => {
      try {
        await work()
        metrics.jobs.inc({ kind, outcome: 'done' })
      } catch (error) {
        metrics.jobs.inc({ kind, outcome: 'retried' })
        log.warn({ err: error, kind }, 'a job failed and will be tried again')
        throw error
      }
    }
    this.#workers = [
      new Worker(PAIR, () => counted('pair', () => handlers.pair()), { ...options(), concurrency: 1 }),
      new Worker<RaceJob>(RACE, ({ data }) => counted(data.kind, () => handlers.race(data)), {
        ...options(),
        concurrency,
      }),
    ]
    for (const worker of this.#workers) {
      worker.on('error', error =>
        log.warn({ err: error, queue: worker.name }, 'worker out of reach of its queue'),
      )
    }
  }

  async ready(): Promise<void> {
    await Promise.all(this.#workers.map(worker => worker.waitUntilReady()))
  }

  /** Ends after the jobs in hand, or without them where Redis is away: another worker takes them up. */
  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise(resolve => {
      timer = setTimeout(resolve, CLOSED_WITHIN_MS)
    })
    await Promise.race([Promise.allSettled(this.#workers.map(worker => worker.close())), late])
    clearTimeout(timer)
    this.#connections.end()
  }
}
