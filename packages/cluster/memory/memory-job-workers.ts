import type { Log } from '@ketik/runtime'
import type { JobHandlers } from '../src/job-workers.ts'
import type { Link } from './link.ts'
import { type JobQueueName, LOCK_MS, type MemoryJobStore, type StoredJob } from './memory-job-store.ts'

/** Runs jobs of the store in memory as `JobWorkers` does in BullMQ: one pairing at a time, the others in parallel. */
export class MemoryJobWorkers {
  readonly #running = new Map<string, Promise<void>>()
  readonly #active: Record<JobQueueName, number> = { pair: 0, race: 0 }
  readonly #taking = new Set<JobQueueName>()
  readonly #again = new Set<JobQueueName>()
  readonly #timers = new Map<JobQueueName, NodeJS.Timeout>()
  readonly #keeping: NodeJS.Timeout
  readonly #forget: () => void
  #closed = false

  constructor(
    private readonly store: MemoryJobStore,
    private readonly link: Link,
    private readonly concurrency: number,
    private readonly handlers: JobHandlers,
    private readonly log: Log,
  ) {
    this.#forget = store.onChange(() => link.push('jobs changed', () => this.#takeAll()))
    this.#keeping = setInterval(() => void this.#keepLocks(), LOCK_MS / 2)
    this.#takeAll()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#forget()
    clearInterval(this.#keeping)
    for (const timer of this.#timers.values()) clearTimeout(timer)
    await Promise.all(this.#running.values())
  }

  #takeAll(): void {
    void this.#take('pair')
    void this.#take('race')
  }

  /** Starts due jobs up to the concurrency. Only one call for each queue runs at a time. */
  async #take(queue: JobQueueName): Promise<void> {
    if (this.#taking.has(queue)) {
      this.#again.add(queue)
      return
    }
    this.#taking.add(queue)
    try {
      while (!this.#closed && this.#active[queue] < (queue === 'pair' ? 1 : this.concurrency)) {
        this.#again.delete(queue)
        const { job, token, nextDue } = await this.link.call(`take a ${queue} job`, () =>
          this.store.take(queue),
        )
        if (job !== undefined) this.#start(job, token)
        else if (!this.#again.has(queue)) {
          this.#wait(queue, nextDue)
          break
        }
      }
    } catch (error) {
      this.log.debug({ err: error }, 'a worker cannot reach its queue')
      this.#later(queue, LOCK_MS / 10)
    } finally {
      this.#taking.delete(queue)
    }
  }

  #wait(queue: JobQueueName, due: number | undefined): void {
    if (due !== undefined) this.#later(queue, Math.max(0, due - this.store.now()))
  }

  #later(queue: JobQueueName, ms: number): void {
    clearTimeout(this.#timers.get(queue))
    if (!this.#closed)
      this.#timers.set(
        queue,
        setTimeout(() => void this.#take(queue), ms),
      )
  }

  #start(job: StoredJob, token: string): void {
    this.#active[job.queue]++
    const work = this.#run(job, token).then(() => {
      this.#running.delete(token)
      this.#active[job.queue]--
      if (!this.#closed) void this.#take(job.queue)
    })
    this.#running.set(token, work)
  }

  async #run(job: StoredJob, token: string): Promise<void> {
    const { data } = job
    try {
      await (data === undefined ? this.handlers.pair() : this.handlers.race(data))
      await this.link.call(`complete ${job.id}`, () => this.store.complete(job, token))
    } catch (error) {
      this.log.debug({ err: error, job: job.id }, 'a job failed and will be retried')
      // If this fails too, the lock expires and the job is retried.
      await this.link.call(`fail ${job.id}`, () => this.store.fail(job, token)).catch(() => undefined)
    }
  }

  async #keepLocks(): Promise<void> {
    const tokens = [...this.#running.keys()]
    await this.link
      .call('keep locks', () => {
        this.store.renew(tokens)
        this.store.releaseStalled()
      })
      .catch(error => this.log.debug({ err: error }, 'could not renew locks'))
  }
}
