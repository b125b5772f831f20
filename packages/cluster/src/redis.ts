import { lookup } from 'node:dns'
import { Cluster, type RedisOptions as IoredisOptions, Redis } from 'ioredis'
import { lasting } from './lasting-cluster.ts'
import { overlapPipelines } from './overlap-pipelines.ts'

export type { Cluster }
export type RedisClient = Redis | Cluster
export type RedisOptions = Omit<IoredisOptions, 'replyMapping'>

/** A command that takes longer has failed. Redis usually answers in well under a millisecond. */
const COMMAND_TIMEOUT_MS = 2_000

const retryDelay = (attempt: number): number => Math.min(50 * 2 ** Math.min(attempt, 5), 1_000)

const common: RedisOptions = {
  enableAutoPipelining: true,
  // The caller decides about a command that cannot be sent now. A queue for it would have no bound.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 2_000,
  commandTimeout: COMMAND_TIMEOUT_MS,
  retryStrategy: retryDelay,
  lazyConnect: true,
}

/** A blocking or subscribing connection: its commands wait without a limit, also while it reconnects. */
export const patient: RedisOptions = {
  maxRetriesPerRequest: null,
  enableOfflineQueue: true,
  commandTimeout: undefined as unknown as number,
  enableAutoPipelining: false,
}

/**
 * A client for a REDIS_URL, not yet connected. The URL has one of three forms.
 * One server: `redis[s]://[user:password@]host:port[/db]`
 * Redis Sentinel: `sentinel[s]://[user:password@]host:port,host:port/primary-name` (the sentinels have the same
 * password)
 * Redis Cluster: `cluster[s]://[user:password@]host:port,host:port`
 * `subscribes`: on a Cluster the client keeps a connection to every primary for its channels.
 */
export const createRedis = (url: string, options: RedisOptions = {}, subscribes = false): RedisClient =>
  overlapPipelines(open(url, options, subscribes))

const open = (url: string, options: RedisOptions, subscribes: boolean): RedisClient => {
  const given = { ...common, ...options }
  const match = /^(sentinel|cluster)(s?):\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^/]+)(?:\/(.*))?$/.exec(url)
  if (match === null) return new Redis(url, given)
  const [, kind, secure, user, password, list = '', path] = match
  const hosts = list.split(',').map(entry => {
    const at = entry.lastIndexOf(':')
    return at < 0
      ? { host: entry, port: 6379 }
      : { host: entry.slice(0, at), port: Number(entry.slice(at + 1)) }
  })
  const access: RedisOptions = {
    ...(user ? { username: decodeURIComponent(user) } : {}),
    ...(password ? { password: decodeURIComponent(password) } : {}),
    ...(secure ? { tls: {} } : {}),
  }
  if (kind === 'sentinel') {
    return new Redis({
      ...given,
      ...access,
      sentinels: hosts,
      name: path || 'mymaster',
      ...(access.password === undefined ? {} : { sentinelPassword: access.password }),
      sentinelRetryStrategy: retryDelay,
      enableTLSForSentinelMode: Boolean(secure),
    })
  }
  const cluster = new Cluster(hosts, {
    redisOptions: { ...given, ...access },
    enableOfflineQueue: given.enableOfflineQueue ?? false,
    enableAutoPipelining: given.enableAutoPipelining ?? false,
    shardedSubscribers: subscribes,
    lazyConnect: given.lazyConnect ?? true,
    // A ready check that fails while the nodes change leaves the client disconnecting forever (ioredis 6.0.0).
    enableReadyCheck: false,
    // The host name of a server that is down may be unknown. The client must still find the others.
    dnsLookup: (name, found) =>
      lookup(name, (error, address) => found(null, error === null ? address : name)),
    clusterRetryStrategy: retryDelay,
    slotsRefreshTimeout: 2_000,
  })
  return lasting(cluster)
}

export const isCluster = (client: RedisClient): client is Cluster => client instanceof Cluster
