import type { Names } from './names.ts'
import type { RedisClient } from './redis.ts'

/**
 * Proves that Redis accepts writes, by a command that changes nothing once its key is there, and so costs neither
 * replication nor the append-only file. Redis may answer every read and refuse every write: at `maxmemory`, as a
 * replica, when it cannot save (MISCONF) or has too few replicas.
 */
export class WriteProof {
  constructor(
    private readonly redis: RedisClient,
    private readonly names: Names,
  ) {}

  /** Rejects unless everything that the cluster keeps in one place can be written: on Redis Cluster each may be on another server. */
  async ofAll(): Promise<void> {
    await Promise.all(Object.values(this.names.written).map(key => this.redis.setnx(key, '1')))
  }

  /** Rejects unless heartbeats can be written. */
  async ofHeartbeats(): Promise<void> {
    await this.redis.setnx(this.names.written.nodes, '1')
  }
}

/** Whether Redis itself answered that it does not do this now; otherwise it could not be asked. */
export const isRefusedByRedis = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'ReplyError'
