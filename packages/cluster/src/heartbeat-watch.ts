import type { NodeId } from '@ketik/race'
import { HEARTBEAT_MS, NODE_DEAD_AFTER_MS, type NodeRegistry } from './node-registry.ts'

type Seen = { readonly beat: number; readonly since: number }

/**
 * Tells the nodes whose heart has stopped from those that nobody could hear: a node counts as dead only after its
 * heartbeat stood still while this process looked at it all the time. When Redis was away, or this process itself stood
 * still, the watch begins anew, so that nobody is buried for a silence that was ours.
 */
export class HeartbeatWatch {
  #seen = new Map<NodeId, Seen>()
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly registry: NodeRegistry,
    /** Monotonic milliseconds. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Looks once; to be called every second. Rejects, and begins anew, when Redis is away. */
  async look(): Promise<void> {
    let beats: ReadonlyMap<NodeId, number>
    try {
      beats = await this.registry.beats()
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

  /** The nodes that were silent for long enough while we listened. */
  dead(): readonly NodeId[] {
    const now = this.now()
    return [...this.#seen].flatMap(([node, { since }]) => (now - since > NODE_DEAD_AFTER_MS ? [node] : []))
  }

  /** Dead by our watch, or gone in good order. False before the first look. */
  isGone(node: NodeId): boolean {
    if (this.#seen.size === 0) return false
    return !this.#seen.has(node) || this.dead().includes(node)
  }
}
