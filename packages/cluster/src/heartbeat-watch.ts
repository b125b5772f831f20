import type { NodeId } from '@ketik/race'
import { HEARTBEAT_MS, NODE_DEAD_AFTER_MS, type NodeRegistry } from './node-registry.ts'
import type { WriteProof } from './write-proof.ts'

type Seen = { readonly beat: number; readonly since: number }

/**
 * Finds the nodes that are dead: their heartbeat stood still while this process watched it all the time. It starts again
 * when Redis was out of reach, when this process itself stood still, and when Redis refused its own write: then the
 * heartbeats of the others are refused too, and their silence says nothing.
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

  /** Looks once; to be called every second. Rejects, and starts again, when Redis cannot be read or written. */
  async look(): Promise<void> {
    let beats: ReadonlyMap<NodeId, number>
    try {
      // The write goes first: what is read after it was written while writes were accepted.
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
