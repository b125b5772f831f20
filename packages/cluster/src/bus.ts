import { type Log, metrics } from '@ketik/runtime'
import { isCluster, type RedisClient } from './redis.ts'

export type Handler = (payload: string) => void

/**
 * Channels over one publishing and one subscribing connection. On Redis Cluster channels are sharded by their hash tag.
 * Delivery is at most once. Receivers that need more number their messages or read a record.
 */
export class Bus {
  readonly #handlers = new Map<string, Handler>()
  /** The command that scripts publish with. */
  readonly publishCommand: 'PUBLISH' | 'SPUBLISH'

  #subscriber: RedisClient

  constructor(
    private readonly publisher: RedisClient,
    subscriber: RedisClient,
    private readonly log: Log,
  ) {
    this.publishCommand = isCluster(publisher) ? 'SPUBLISH' : 'PUBLISH'
    this.#subscriber = subscriber
    this.#listen()
  }

  /** Resolves when the subscription is active. ioredis renews it after a lost connection. */
  async subscribe(channel: string, handler: Handler): Promise<void> {
    this.#handlers.set(channel, handler)
    await this.#subscribeTo(channel)
  }

  /** Moves all subscriptions to another connection and ends the old one. */
  moveTo(subscriber: RedisClient): void {
    for (const event of ['message', 'smessage']) this.#subscriber.removeAllListeners(event)
    this.#subscriber.disconnect()
    this.#subscriber = subscriber
    this.#listen()
    for (const channel of this.#handlers.keys()) {
      this.#subscribeTo(channel).catch(error => this.log.warn({ err: error, channel }, 'could not subscribe'))
    }
  }

  /** Publishes without waiting. A failure is counted; the receiver notices the gap. */
  publish(channel: string, payload: string): void {
    const sent =
      this.publishCommand === 'PUBLISH'
        ? this.publisher.publish(channel, payload)
        : this.publisher.spublish(channel, payload)
    sent.catch(() => metrics.publishFailures.inc())
  }

  async #subscribeTo(channel: string): Promise<void> {
    await (this.publishCommand === 'PUBLISH'
      ? this.#subscriber.subscribe(channel)
      : this.#subscriber.ssubscribe(channel))
  }

  #listen(): void {
    for (const event of ['message', 'smessage']) {
      this.#subscriber.on(event, (channel: string, payload: string) => this.#receive(channel, payload))
    }
  }

  #receive(channel: string, payload: string): void {
    const handler = this.#handlers.get(channel)
    if (handler === undefined) return
    try {
      handler(payload)
    } catch (error) {
      this.log.error({ err: error, channel }, 'the handler of a bus message failed')
    }
  }
}
