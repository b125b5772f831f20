import { randomBytes } from 'node:crypto'
import type { NodeId } from '@ketik/race'
import type { Log } from '@ketik/runtime'
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
import { Reachability } from './reachability.ts'
import { Recovery } from './recovery.ts'
import type { RedisClient } from './redis.ts'
import { defineScripts, type RunScript } from './scripts.ts'
import { TicketQueue } from './ticket-queue.ts'
import { WriteProof } from './write-proof.ts'

export type ClusterSettings = {
  /** See `createRedis` for its forms. */
  readonly redisUrl: string
  readonly prefix: string
  readonly role: 'gateway' | 'tcp-edge' | 'matchmaker'
}

/** The connections of one process, and what it needs beside them to share state with the others. */
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

/** A process that cannot connect at its start ends. This long it waits for a Redis that starts late. */
const CONNECTED_WITHIN_MS = 15_000

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
  readonly #recovery = new Recovery()
  readonly #reachability: Reachability

  private constructor(
    { redis, subscriber, run, clock, jobs, node, names, role }: Connections,
    readonly bus: Bus,
    log: Log,
  ) {
    this.redis = redis
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
    const logErrors = (connection: string, client: RedisClient) => {
      client.on('error', error => log.warn({ err: error, connection, role }, 'Redis connection'))
    }
    logErrors('commands', redis)
    this.#reachability = new Reachability(
      node,
      names,
      bus,
      subscriber,
      this.writes,
      this.#recovery,
      client => logErrors('subscriptions', client),
      log,
    )
  }

  /** Connects. Throws when Redis stays out of reach for `CONNECTED_WITHIN_MS`. */
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

  /** The same over open connections. */
  static over(connections: Connections, log: Log): SharedCluster {
    return new SharedCluster(connections, new Bus(connections.redis, connections.subscriber, log), log)
  }

  /** Whether this process can work with the others (see `Reachability`). */
  get reachable(): boolean {
    return this.#reachability.reachable
  }

  onReachable(listener: (reachable: boolean) => void): void {
    this.#reachability.onReachable(listener)
  }

  /** Called after a lost connection to Redis has returned: what was published or written meanwhile may be lost. */
  onRecovered(listener: () => void): void {
    this.#recovery.onRecovered(listener)
  }

  /** Starts to watch the connections to Redis. */
  async watch(): Promise<void> {
    await this.#reachability.watch()
    this.#recovery.watch(this.redis)
  }

  async close(): Promise<void> {
    this.#reachability.stop()
    this.#recovery.stop()
    this.clock.stop()
    await this.jobs.close()
    this.#reachability.disconnect()
    this.redis.disconnect()
  }
}
