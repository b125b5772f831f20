import type { Names } from './names.ts'
import type { RedisClient } from './redis.ts'

/**
 * Checks that Redis accepts writes. Once its key is there the command changes nothing, so it costs neither replication
 * nor the append-only file. Redis can answer every read and refuse every write: at `maxmemory`, as a replica, when it
 * cannot save (MISCONF), or with too few replicas.
 */
export class WriteProof {
  constructor(
    private readonly redis: RedisClient,
    private readonly names: Names,
  ) {}

  /** Rejects unless every group of keys can be written. On Redis Cluster each group can be on another server. */
  async ofAll(): Promise<void> {
    await Promise.all(Object.values(this.names.written).map(key => this.redis.setnx(key, '1')))
  }

  /** Rejects unless heartbeats can be written. */
  async ofHeartbeats(): Promise<void> {
    await this.redis.setnx(this.names.written.nodes, '1')
  }
}

/** Whether Redis answered with a refusal. Any other error means that the command did not reach Redis. */
export const isRefusedByRedis = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'ReplyError'
