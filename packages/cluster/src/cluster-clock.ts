import type { Log } from '@ketik/runtime'
import type { RedisClient } from './redis.ts'

const SAMPLES = 7
const REFRESH_MS = 10_000

/**
 * Cluster time: epoch milliseconds by the clock of Redis, read from this process's monotonic clock plus a measured offset,
 * so that a wrong or jumping wall clock of a node changes nothing.
 */
export class ClusterClock {
  #offsetMs = 0
  #timer: NodeJS.Timeout | undefined

  private constructor(
    private readonly redis: RedisClient,
    private readonly log: Log,
  ) {}

  static async start(redis: RedisClient, log: Log): Promise<ClusterClock> {
    const clock = new ClusterClock(redis, log)
    await clock.#measure()
    clock.#timer = setInterval(() => clock.#measureAgain(), REFRESH_MS)
    return clock
  }

  /** Cluster time now, with fractions of a millisecond. */
  now(): number {
    return performance.now() + this.#offsetMs
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** Half of the samples had the shorter way; their mean is the offset. */
  async #measure(): Promise<void> {
    const samples: { readonly roundTripMs: number; readonly offsetMs: number }[] = []
    for (let i = 0; i < SAMPLES; i++) {
      const asked = performance.now()
      const [seconds, micros] = await this.redis.time()
      const answered = performance.now()
      const redisMs = Number(seconds) * 1_000 + Number(micros) / 1_000
      samples.push({ roundTripMs: answered - asked, offsetMs: redisMs - (asked + answered) / 2 })
    }
    const best = samples.sort((a, b) => a.roundTripMs - b.roundTripMs).slice(0, Math.ceil(SAMPLES / 2))
    this.#offsetMs = best.reduce((sum, { offsetMs }) => sum + offsetMs, 0) / best.length
  }

  #measureAgain(): void {
    this.#measure().catch(error =>
      this.log.warn({ err: error }, 'cluster time not measured; keeping the old offset'),
    )
  }
}
