import type { Log } from '@ketik/runtime'
import { ClusterClock } from './cluster-clock.ts'
import type { Names } from './names.ts'
import { createRedis, patient, type RedisClient } from './redis.ts'
import { isRefusedByRedis, WriteProof } from './write-proof.ts'

const TRY_AGAIN_MS = 1_000

type Opened = { readonly redis: RedisClient; readonly subscriber: RedisClient; readonly clock: ClusterClock }

/**
 * A process's connections to Redis, once both stand, the time has been asked and a write was accepted: Redis may be
 * starting itself, or be far away by a line that loses things. Each failure is logged; throws when the last try before
 * `withinMs` has failed.
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
  // What a connection met says more than that it is closed.
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
