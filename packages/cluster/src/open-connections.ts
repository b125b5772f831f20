import type { Log } from '@ketik/runtime'
import { ClusterClock } from './cluster-clock.ts'
import type { Names } from './names.ts'
import { createRedis, patient, type RedisClient } from './redis.ts'
import { isRefusedByRedis, WriteProof } from './write-proof.ts'

const TRY_AGAIN_MS = 1_000

type Opened = { readonly redis: RedisClient; readonly subscriber: RedisClient; readonly clock: ClusterClock }

/**
 * Opens a process's connections to Redis, measures cluster time and checks that Redis accepts writes. It retries and
 * logs each failure, because Redis may be starting or be behind a poor network. Throws when the last try within
 * `withinMs` fails.
 */
export const openConnections = async (
  redisUrl: string,
  names: Names,
  log: Log,
  withinMs: number,
): Promise<Opened> => {
  const giveUpAt = performance.now() + withinMs
  for (;;) {
    try {
      return await open(redisUrl, names, log)
    } catch (error) {
      if (performance.now() + TRY_AGAIN_MS > giveUpAt) throw new Error(toReason(error), { cause: error })
      log.warn({ err: error }, 'Redis cannot be used at the start: trying again')
      await new Promise(resolve => setTimeout(resolve, TRY_AGAIN_MS))
    }
  }
}

const toReason = (error: unknown): string =>
  isRefusedByRedis(error)
    ? `Redis refuses this process: ${error.message}`
    : 'Redis is out of reach: check REDIS_URL and that the server runs'

const open = async (redisUrl: string, names: Names, log: Log): Promise<Opened> => {
  const redis = createRedis(redisUrl)
  const subscriber = createRedis(redisUrl, patient, true)
  const clients = [redis, subscriber]
  // The first error of a connection says more than that the connection is closed.
  let met: unknown
  const onError = (error: unknown) => {
    met ??= error
  }
  for (const client of clients) client.on('error', onError)
  try {
    await Promise.all(clients.map(client => client.connect()))
    await new WriteProof(redis, names).ofAll()
    const clock = await ClusterClock.start(redis, log)
    for (const client of clients) client.off('error', onError)
    return { redis, subscriber, clock }
  } catch (error) {
    for (const client of clients) client.disconnect()
    throw met ?? error
  }
}
