import { type Log, metrics } from '@ketik/runtime'
import { Worker } from 'bullmq'
import { JobConnections } from './job-connections.ts'
import { PAIR, RACE, type RaceJob } from './jobs.ts'
import { patient } from './redis.ts'

/** The pause between two tries of a job at most. */
const RETRY_MS_MAX = 5_000
/** A closing worker of BullMQ waits for Redis, however long that is away. This bounds the wait. */
const CLOSED_WITHIN_MS = 10_000

export type JobHandlers = {
  pair(): Promise<void>
  race(job: RaceJob): Promise<void>
}

/** Runs jobs: one pairing at a time, race jobs in parallel. A job whose handler throws is retried, later each time. */
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
        log.warn({ err: error, kind }, 'a job failed and will be retried')
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
        log.warn({ err: error, queue: worker.name }, 'a worker cannot reach its queue'),
      )
    }
  }

  async ready(): Promise<void> {
    await Promise.all(this.#workers.map(worker => worker.waitUntilReady()))
  }

  /** Ends after the running jobs, or without them where Redis is away: then another worker repeats them. */
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
