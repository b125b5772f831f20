import type { NodeId } from '@ketik/race'
import type { ClusterClock } from './cluster-clock.ts'
import type { Names } from './names.ts'
import type { RedisClient } from './redis.ts'

export const HEARTBEAT_MS = 1_000
/** A node that was silent for this long is dead. */
export const NODE_DEAD_AFTER_MS = 3_500

/** The nodes of the cluster. Each node writes its heartbeat; `HeartbeatWatch` finds those that stopped. */
export class NodeRegistry {
  constructor(
    private readonly redis: RedisClient,
    private readonly names: Names,
    private readonly clock: ClusterClock,
  ) {}

  /** Writes the heartbeat. False if the node was not registered: it is new, or it was declared dead meanwhile. */
  async beat(node: NodeId): Promise<boolean> {
    return (await this.redis.zadd(this.names.nodes, this.clock.now(), node)) === 0
  }

  async leave(node: NodeId): Promise<void> {
    await this.redis.zrem(this.names.nodes, node)
  }

  /** The last heartbeat of every node, in cluster time. */
  async beats(): Promise<ReadonlyMap<NodeId, number>> {
    const flat = await this.redis.zrange(this.names.nodes, '0', '-1', 'WITHSCORES')
    const beats = new Map<NodeId, number>()
    for (let i = 0; i + 1 < flat.length; i += 2) beats.set(flat[i] ?? '', Number(flat[i + 1]))
    return beats
  }

  /** The races that have or had a seat on the node. */
  async racesOf(node: NodeId): Promise<readonly string[]> {
    return await this.redis.smembers(this.names.nodeRaces(node))
  }

  /** Forgets a dead node after its races, names and tickets are cleaned up. */
  async bury(node: NodeId): Promise<void> {
    await Promise.all([this.redis.del(this.names.nodeRaces(node)), this.redis.zrem(this.names.nodes, node)])
  }
}
