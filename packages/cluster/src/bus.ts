import { type Log, metrics } from '@ketik/runtime'
import { isCluster, type RedisClient } from './redis.ts'

export type Handler = (payload: string) => void

/**
 * Channels over one publishing and one subscribing connection. On Redis Cluster channels are sharded by their hash tag.
 * Delivery is at most once: what matters beyond that is kept by a sequence number or in a record, not here.
 */
export class Bus {
  readonly #handlers = new Map<string, Handler>()
  /** The command that scripts publish with. */
  readonly publishCommand: 'PUBLISH' | 'SPUBLISH'

  constructor(
    private readonly publisher: RedisClient,
    private readonly subscriber: RedisClient,
    private readonly log: Log,
  ) {
    this.publishCommand = isCluster(publisher) ? 'SPUBLISH' : 'PUBLISH'
    subscriber.on('message', (channel: string, payload: string) => this.#receive(channel, payload))
    subscriber.on('smessage', (channel: string, payload: string) => this.#receive(channel, payload))
  }

  /** Resolves when the subscription stands. ioredis renews it after a lost connection. */
  async subscribe(channel: string, handler: Handler): Promise<void> {
    this.#handlers.set(channel, handler)
    await (this.publishCommand === 'PUBLISH'
      ? this.subscriber.subscribe(channel)
      : this.subscriber.ssubscribe(channel))
  }

  /** Sends and forgets; a failure is counted, since what is lost shows up as a gap at the other end. */
  publish(channel: string, payload: string): void {
    const sent =
      this.publishCommand === 'PUBLISH'
        ? this.publisher.publish(channel, payload)
        : this.publisher.spublish(channel, payload)
    sent.catch(() => metrics.publishFailures.inc())
  }

  #receive(channel: string, payload: string): void {
    const handler = this.#handlers.get(channel)
    if (handler === undefined) return
    try {
      handler(payload)
    } catch (error) {
      this.log.error({ err: error, channel }, 'a message of the bus met a bug')
    }
  }
}
