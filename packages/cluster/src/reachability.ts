import type { NodeId } from '@ketik/race'
import { type Log, metrics } from '@ketik/runtime'
import type { Bus } from './bus.ts'
import type { Names } from './names.ts'
import type { Recovery } from './recovery.ts'
import { isCluster, type RedisClient } from './redis.ts'
import { isRefusedByRedis, type WriteProof } from './write-proof.ts'

const PROBE_MS = 1_000
/** A subscription whose probe takes longer is dead, whatever the socket says. */
const PROBE_LOST_MS = 2_500

/**
 * Whether this process can work with the others: a message that it sends to itself returns, and Redis accepts its
 * writes. A frozen Redis closes no socket, so a missing probe is the only sign.
 */
export class Reachability {
  #receives = true
  #writes = true
  #reachable = true
  /** When each probe returned last, in monotonic ms. */
  readonly #probes = new Map<string, number>()
  #reopenedAt = 0
  #probing: NodeJS.Timeout | undefined
  readonly #listeners: ((reachable: boolean) => void)[] = []

  constructor(
    private readonly node: NodeId,
    private readonly names: Names,
    private readonly bus: Bus,
    private subscriber: RedisClient,
    private readonly writes: WriteProof,
    private readonly recovery: Recovery,
    /** Logs the errors of a client: without a listener an error of a connection would end the process. */
    private readonly logErrors: (client: RedisClient) => void,
    private readonly log: Log,
  ) {
    logErrors(subscriber)
  }

  get reachable(): boolean {
    return this.#reachable
  }

  onReachable(listener: (reachable: boolean) => void): void {
    this.#listeners.push(listener)
  }

  /** Starts to probe. On Redis Cluster each shard with a channel of this process has its own connection and probe. */
  async watch(): Promise<void> {
    const { inbox, lobbyFeed, queueCount } = this.names
    const channels = isCluster(this.subscriber)
      ? [inbox(this.node), lobbyFeed, queueCount]
      : [inbox(this.node)]
    for (const channel of channels.map(name => `${name}:probe:${this.node}`)) {
      this.#probes.set(channel, performance.now())
      await this.bus.subscribe(channel, () => this.#onProbe(channel))
    }
    this.recovery.watch(this.subscriber)
    let lastTickAt = performance.now()
    this.#probing = setInterval(() => {
      const now = performance.now()
      // This process itself stood still: its probes get their time before it judges them.
      if (now - lastTickAt > PROBE_LOST_MS) this.#expectProbesFrom(now)
      lastTickAt = now
      if (Math.min(...this.#probes.values()) < now - PROBE_LOST_MS) this.#onSilence(now)
      for (const channel of this.#probes.keys()) this.bus.publish(channel, '1')
      void this.#proveWrites()
    }, PROBE_MS)
  }

  stop(): void {
    clearInterval(this.#probing)
  }

  /** Ends the subscription. */
  disconnect(): void {
    this.subscriber.disconnect()
  }

  #onProbe(channel: string): void {
    const now = performance.now()
    this.#probes.set(channel, now)
    // After a loss each of them must have returned.
    if (Math.min(...this.#probes.values()) <= this.#reopenedAt) return
    this.#receives = true
    this.#update()
  }

  #onSilence(now: number): void {
    if (this.#reachable) this.log.warn('no probe of the inbox returns: reconnecting the subscription')
    this.#receives = false
    this.#update()
    metrics.inboxReconnects.inc()
    this.#expectProbesFrom(now)
    this.#reopen()
  }

  /** Never rejects. An error of the connection says nothing about writes; the probes notice it. */
  async #proveWrites(): Promise<void> {
    try {
      await this.writes.ofAll()
      if (!this.#writes) this.log.info('Redis accepts writes again')
      this.#writes = true
    } catch (error) {
      if (!isRefusedByRedis(error)) return
      if (this.#writes) this.log.warn({ err: error }, 'Redis refuses writes')
      this.#writes = false
    }
    this.#update()
  }

  #expectProbesFrom(now: number): void {
    for (const channel of this.#probes.keys()) this.#probes.set(channel, now)
    this.#reopenedAt = now
  }

  /**
   * Only a client that is ready may be told to reconnect. A Cluster client that must reconnect while it follows a failover
   * may wait forever, and a client that is disconnected while it asks the sentinels has ended (ioredis 6.0.0). Another
   * client replaces these.
   */
  #reopen(): void {
    if (!isCluster(this.subscriber) && this.subscriber.status === 'ready') {
      this.subscriber.disconnect(true)
      return
    }
    const { subscriber } = this
    this.subscriber = isCluster(subscriber) ? subscriber.duplicate() : subscriber.duplicate()
    this.logErrors(this.subscriber)
    this.recovery.watch(this.subscriber)
    this.bus.moveTo(this.subscriber)
  }

  #update(): void {
    const reachable = this.#receives && this.#writes
    if (this.#reachable === reachable) return
    this.#reachable = reachable
    for (const listener of this.#listeners) listener(reachable)
  }
}
