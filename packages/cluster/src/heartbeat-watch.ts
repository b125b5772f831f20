import type { NodeId } from '@ketik/race'
import { HEARTBEAT_MS, NODE_DEAD_AFTER_MS, type NodeRegistry } from './node-registry.ts'
import type { WriteProof } from './write-proof.ts'

type Seen = { readonly beat: number; readonly since: number }

/**
 * Finds dead nodes: their heartbeat did not change while this process watched all the time. The watch starts again
 * after Redis was out of reach, after this process itself stood still, and after Redis refused the watch's own write:
 * then Redis refuses the heartbeats of the others too, and their silence says nothing.
 */
export class HeartbeatWatch {
  #seen = new Map<NodeId, Seen>()
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly registry: Pick<NodeRegistry, 'beats'>,
    private readonly proof: Pick<WriteProof, 'ofHeartbeats'>,
    /** Monotonic milliseconds. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Reads the heartbeats. Call it every second. Rejects and starts again when Redis cannot be read or written. */
  async look(): Promise<void> {
    let beats: ReadonlyMap<NodeId, number>
    try {
      // The write goes first, so that the heartbeats are read while Redis accepts writes.
      const [, read] = await Promise.all([this.proof.ofHeartbeats(), this.registry.beats()])
      beats = read
    } catch (error) {
      this.#seen.clear()
      throw error
    }
    const now = this.now()
    const uninterrupted = now - this.#lookedAt < 2.5 * HEARTBEAT_MS
    const before = uninterrupted ? this.#seen : new Map<NodeId, Seen>()
    this.#lookedAt = now
    this.#seen = new Map(
      [...beats].map(([node, beat]) => {
        const seen = before.get(node)
        return [node, seen !== undefined && seen.beat === beat ? seen : { beat, since: now }]
      }),
    )
  }

  /** The nodes that were silent for long enough while this process watched. */
  dead(): readonly NodeId[] {
    const now = this.now()
    return [...this.#seen].flatMap(([node, { since }]) => (now - since > NODE_DEAD_AFTER_MS ? [node] : []))
  }

  /** Whether the node is dead or has left. False before the first look. */
  isGone(node: NodeId): boolean {
    if (this.#seen.size === 0) return false
    return !this.#seen.has(node) || this.dead().includes(node)
  }
}
