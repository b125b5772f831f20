import type { Log } from '@ketik/runtime'
import { OffsetEstimate } from './offset-estimate.ts'
import type { RedisClient } from './redis.ts'

const SAMPLES = 7
const REFRESH_MS = 10_000

/**
 * Cluster time: epoch milliseconds of the clock of Redis. It is the monotonic clock of this process plus a measured
 * offset, so a wrong or jumping wall clock of a node has no effect.
 */
export class ClusterClock {
  readonly #estimate = new OffsetEstimate()
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
    return performance.now() + this.#estimate.offsetMs
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async #measure(): Promise<void> {
    for (let i = 0; i < SAMPLES; i++) {
      const asked = performance.now()
      const [seconds, micros] = await this.redis.time()
      const at = performance.now()
      const redisMs = Number(seconds) * 1_000 + Number(micros) / 1_000
      this.#estimate.take({ offsetMs: redisMs - (asked + at) / 2, roundTripMs: at - asked, at })
    }
  }

  #measureAgain(): void {
    this.#measure().catch(error =>
      this.log.warn({ err: error }, 'could not measure cluster time: keeping the old offset'),
    )
  }
}
