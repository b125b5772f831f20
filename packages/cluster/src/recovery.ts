import { type Cluster, isCluster, type RedisClient } from './redis.ts'

const RECOVERED_MS = 100

/** Calls its listeners after a connection to Redis was lost and is there again. */
export class Recovery {
  readonly #listeners: (() => void)[] = []
  #recovering: NodeJS.Timeout | undefined

  onRecovered(listener: () => void): void {
    this.#listeners.push(listener)
  }

  /** Watches a client that is connected: every 'ready' from now on means that it had lost its connection. */
  watch(client: RedisClient): void {
    client.on('ready', () => this.#recovered())
    if (isCluster(client)) this.#watchShards(client)
  }

  stop(): void {
    clearTimeout(this.#recovering)
  }

  /** A shard can be lost and replaced while the others serve. Then the client as a whole never loses its connection. */
  #watchShards(client: Cluster): void {
    let isNodeLost = false
    client.on('-node', () => {
      isNodeLost = true
    })
    client.on('refresh', () => {
      if (isNodeLost) this.#recovered()
      isNodeLost = false
    })
  }

  /** All connections of a process return at about the same time: one call for them is enough. */
  #recovered(): void {
    this.#recovering ??= setTimeout(() => {
      this.#recovering = undefined
      for (const listener of this.#listeners) listener()
    }, RECOVERED_MS)
  }
}
