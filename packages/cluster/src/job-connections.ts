import { createRedis, type RedisClient, type RedisOptions } from './redis.ts'

/** The connections that BullMQ works over. It does not end connections that it did not open. */
export class JobConnections {
  readonly #clients: RedisClient[] = []

  constructor(private readonly redisUrl: string) {}

  /** The client connects by itself and retries. BullMQ would try once. */
  open(options: RedisOptions): RedisClient {
    const client = createRedis(this.redisUrl, { ...options, lazyConnect: false })
    this.#clients.push(client)
    return client
  }

  end(): void {
    for (const client of this.#clients) client.disconnect()
  }
}
