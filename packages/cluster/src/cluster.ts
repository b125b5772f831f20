import { randomBytes } from 'node:crypto'
import type { NodeId } from '@ketik/race'
import { type Log, metrics } from '@ketik/runtime'
import { Budgets } from './budgets.ts'
import { Bus } from './bus.ts'
import { ClaimedNames } from './claimed-names.ts'
import type { ClusterClock } from './cluster-clock.ts'
import { Inbox } from './inbox.ts'
import { Jobs } from './jobs.ts'
import { Lobby } from './lobby.ts'
import { createNames, type Names } from './names.ts'
import { NodeRegistry } from './node-registry.ts'
import { openConnections } from './open-connections.ts'
import { RaceStore } from './race-store.ts'
import { type Cluster, isCluster, type RedisClient } from './redis.ts'
import { defineScripts, type RunScript } from './scripts.ts'
import { TicketQueue } from './ticket-queue.ts'
import { isRefusedByRedis, WriteProof } from './write-proof.ts'

export type ClusterSettings = {
  /** See `createRedis` for its forms. */
  readonly redisUrl: string
  readonly prefix: string
  readonly role: 'gateway' | 'tcp-edge' | 'matchmaker'
}

/** What a process has of its own to share the rest by. */
export type Connections = {
  readonly redis: RedisClient
  readonly subscriber: RedisClient
  readonly run: RunScript
  readonly clock: ClusterClock
  readonly jobs: Jobs
  readonly node: NodeId
  readonly names: Names
  readonly role: ClusterSettings['role']
}

/** A supervisor starts a process again that could not begin; it need not for a Redis that is only late. */
const CONNECTED_WITHIN_MS = 15_000
const PROBE_MS = 1_000
const RECOVERED_MS = 100
/** A probe of one's own inbox that takes longer means that the subscription is dead, whatever the socket says. */
const PROBE_LOST_MS = 2_500

/** Everything a process shares with the others, through Redis. */
export class SharedCluster {
  readonly node: NodeId
  readonly names: Names
  readonly redis: RedisClient
  readonly clock: ClusterClock
  readonly jobs: Jobs
  readonly inbox: Inbox
  readonly races: RaceStore
  readonly queue: TicketQueue
  readonly claims: ClaimedNames
  readonly budgets: Budgets
  readonly lobby: Lobby
  readonly registry: NodeRegistry
  readonly writes: WriteProof
  #subscriber: RedisClient
  #hears = true
  #writes = true
  #reachable = true
  readonly #role: ClusterSettings['role']
  /** When each probe came back last, in monotonic ms. */
  readonly #probes = new Map<string, number>()
  #reopenedAt = 0
  #probing: NodeJS.Timeout | undefined
  readonly #onReachable: ((reachable: boolean) => void)[] = []
  readonly #onRecovered: (() => void)[] = []
  #recovering: NodeJS.Timeout | undefined

  private constructor(
    { redis, subscriber, run, clock, jobs, node, names, role }: Connections,
    readonly bus: Bus,
    private readonly log: Log,
  ) {
    this.redis = redis
    this.#subscriber = subscriber
    this.clock = clock
    this.jobs = jobs
    this.node = node
    this.names = names
    this.inbox = new Inbox(node, randomBytes(4).toString('hex'), names, bus, log)
    this.races = new RaceStore(redis, run, names)
    this.queue = new TicketQueue(redis, run, names, bus, node)
    this.claims = new ClaimedNames(redis, run, names, bus, clock, log)
    this.budgets = new Budgets(run, names, clock)
    this.lobby = new Lobby(redis, run, names, bus, clock, this.claims, log)
    this.registry = new NodeRegistry(redis, names, clock)
    this.writes = new WriteProof(redis, names)
    this.#role = role
    this.#logErrors('commands', redis)
    this.#logErrors('subscriptions', subscriber)
  }

  /** Connects; throws when Redis cannot be reached for all of `CONNECTED_WITHIN_MS`. */
  static async connect(settings: ClusterSettings, serviceLog: Log): Promise<SharedCluster> {
    const node = `${settings.role.slice(0, 1)}${randomBytes(5).toString('hex')}`
    const log = serviceLog.child({ node })
    const names = createNames(settings.prefix)
    const { redis, subscriber, clock } = await openConnections(
      settings.redisUrl,
      names,
      log,
      CONNECTED_WITHIN_MS,
    )
    const jobs = new Jobs(settings.redisUrl, names.jobs, log)
    await jobs.ready()
    return SharedCluster.over(
      { redis, subscriber, run: defineScripts(redis), clock, jobs, node, names, role: settings.role },
      log,
    )
  }

  /** The same over connections that stand. */
  static over(connections: Connections, log: Log): SharedCluster {
    return new SharedCluster(connections, new Bus(connections.redis, connections.subscriber, log), log)
  }

  /**
   * Whether this process can work with the others: a message that it sends to itself comes back, and Redis accepts its
   * writes.
   */
  get reachable(): boolean {
    return this.#reachable
  }

  onReachable(listener: (reachable: boolean) => void): void {
    this.#onReachable.push(listener)
  }

  /** Called after a connection to Redis was lost and is there again: what was published or written meanwhile may be gone. */
  onRecovered(listener: () => void): void {
    this.#onRecovered.push(listener)
  }

  /**
   * Starts probing the subscription: a frozen Redis closes no socket, so silence is the only sign. On Redis Cluster each
   * shard that has a channel of ours has a connection, and so a probe, of its own.
   */
  async watch(): Promise<void> {
    const { inbox, lobbyFeed, queueCount } = this.names
    const listened = isCluster(this.#subscriber)
      ? [inbox(this.node), lobbyFeed, queueCount]
      : [inbox(this.node)]
    for (const channel of listened.map(name => `${name}:probe:${this.node}`)) {
      this.#probes.set(channel, performance.now())
      await this.bus.subscribe(channel, () => this.#onProbe(channel))
    }
    // From here on 'ready' means a connection that had been lost.
    this.#watchConnection(this.redis)
    this.#watchConnection(this.#subscriber)
    let lastTickAt = performance.now()
    this.#probing = setInterval(() => {
      const now = performance.now()
      // This process itself stood still: give the probes their time before judging.
      if (now - lastTickAt > PROBE_LOST_MS) this.#expectProbesFrom(now)
      lastTickAt = now
      if (Math.min(...this.#probes.values()) < now - PROBE_LOST_MS) {
        if (this.#reachable) this.log.warn('the inbox is silent: opening it again')
        this.#hears = false
        this.#tell()
        metrics.inboxReconnects.inc()
        this.#expectProbesFrom(now)
        this.#reopen()
      }
      for (const channel of this.#probes.keys()) this.bus.publish(channel, '1')
      void this.#proveWrites()
    }, PROBE_MS)
  }

  async close(): Promise<void> {
    clearInterval(this.#probing)
    clearTimeout(this.#recovering)
    this.clock.stop()
    await this.jobs.close()
    this.#subscriber.disconnect()
    this.redis.disconnect()
  }

  #onProbe(channel: string): void {
    const now = performance.now()
    this.#probes.set(channel, now)
    // After a loss each of them must have come back.
    if (Math.min(...this.#probes.values()) <= this.#reopenedAt) return
    this.#hears = true
    this.#tell()
  }

  /** Never rejects. A Redis that is out of reach refuses nothing: for that there are the probes. */
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
    this.#tell()
  }

  #expectProbesFrom(now: number): void {
    for (const channel of this.#probes.keys()) this.#probes.set(channel, now)
    this.#reopenedAt = now
  }

  /** A Cluster client that is told to reconnect while it follows a failover may wait for ever: another takes its place. */
  #reopen(): void {
    if (!isCluster(this.#subscriber)) {
      this.#subscriber.disconnect(true)
      return
    }
    this.#subscriber = this.#subscriber.duplicate()
    this.#logErrors('subscriptions', this.#subscriber)
    this.#watchConnection(this.#subscriber)
    this.bus.moveTo(this.#subscriber)
  }

  #logErrors(connection: string, client: RedisClient): void {
    client.on('error', error =>
      this.log.warn({ err: error, connection, role: this.#role }, 'Redis connection'),
    )
  }

  #watchConnection(client: RedisClient): void {
    client.on('ready', () => this.#recovered())
    if (isCluster(client)) this.#watchShards(client)
  }

  /** A shard may be lost and replaced while the others serve, so that the client as a whole is never lost. */
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

  /** Both connections come back at about the same time; once is enough. */
  #recovered(): void {
    this.#recovering ??= setTimeout(() => {
      this.#recovering = undefined
      for (const listener of this.#onRecovered) listener()
    }, RECOVERED_MS)
  }

  #tell(): void {
    const reachable = this.#hears && this.#writes
    if (this.#reachable === reachable) return
    this.#reachable = reachable
    for (const listener of this.#onReachable) listener(reachable)
  }
}
