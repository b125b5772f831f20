import type { RaceJob } from '../src/jobs.ts'

/** A worker that does not renew its lock for this long has lost the job, as `JobWorkers` sets up BullMQ. */
export const LOCK_MS = 5_000
const RETRY_MS_MAX = 5_000

export type JobQueueName = 'pair' | 'race'

export type StoredJob = {
  readonly id: string
  readonly queue: JobQueueName
  readonly data: RaceJob | undefined
  attempts: number
  /** Not before this instant. */
  due: number
  lock: { readonly token: string; until: number } | undefined
}

/** Jobs as BullMQ keeps them in Redis: each id once. A job runs at least once, and again after it failed. */
export class MemoryJobStore {
  readonly #jobs = new Map<string, StoredJob>()
  readonly #listeners = new Set<() => void>()
  #pairs = 0
  #tokens = 0

  constructor(readonly now: () => number) {}

  get all(): Iterable<StoredJob> {
    return this.#jobs.values()
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  addPair(): void {
    this.#pairs++
    this.#add({ id: `pair-${this.#pairs}`, queue: 'pair', data: undefined }, 0)
  }

  /** Does nothing if a job with the id is there, also if it is running. */
  addRace(id: string, data: RaceJob, delayMs: number): void {
    if (!this.#jobs.has(id)) this.#add({ id, queue: 'race', data }, delayMs)
  }

  /** Locks the job that is due longest, or says when the next one will be due. */
  take(queue: JobQueueName): { readonly job?: StoredJob; readonly token: string; readonly nextDue?: number } {
    const token = `${++this.#tokens}`
    const now = this.now()
    const waiting = [...this.#jobs.values()].filter(job => job.queue === queue && job.lock === undefined)
    const job = waiting.filter(({ due }) => due <= now).sort((a, b) => a.due - b.due)[0]
    if (job === undefined) {
      const nextDue = Math.min(...waiting.map(({ due }) => due))
      return waiting.length === 0 ? { token } : { token, nextDue }
    }
    job.lock = { token, until: now + LOCK_MS }
    job.attempts++
    return { job, token }
  }

  /** Renews the locks of a worker's jobs. */
  renew(tokens: readonly string[]): void {
    for (const { lock } of this.#jobs.values()) {
      if (lock !== undefined && tokens.includes(lock.token)) lock.until = this.now() + LOCK_MS
    }
  }

  /** Frees the jobs of a worker that died or stood still for another worker. */
  releaseStalled(): void {
    const stalled = [...this.#jobs.values()].filter(
      ({ lock }) => lock !== undefined && lock.until < this.now(),
    )
    for (const job of stalled) job.lock = undefined
    if (stalled.length > 0) this.#tell()
  }

  /** Does nothing if the worker has lost its lock. */
  complete({ id }: StoredJob, token: string): void {
    if (this.#jobs.get(id)?.lock?.token === token) this.#jobs.delete(id)
  }

  fail({ id }: StoredJob, token: string): void {
    const job = this.#jobs.get(id)
    if (job?.lock?.token !== token) return
    job.lock = undefined
    job.due = this.now() + Math.min(100 * 2 ** Math.min(job.attempts, 6), RETRY_MS_MAX)
    this.#tell()
  }

  #add(job: Pick<StoredJob, 'id' | 'queue' | 'data'>, delayMs: number): void {
    this.#jobs.set(job.id, { ...job, attempts: 0, due: this.now() + delayMs, lock: undefined })
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
