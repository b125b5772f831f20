import { type EdgeNode, startNode } from '@ketik/edge'
import type { Actor } from './event-heap.ts'
import type { SimLink } from './sim-link.ts'
import type { Stage } from './stage.ts'

const SETTINGS = {
  sessionSecret: 'a secret of the model',
  connectionsMax: 1_000,
  connectionsPerAddressMax: 1_000,
  messagesPerSecond: 1_000,
}

/** A gateway without its sockets: the real node over the shared state in memory. */
export class EdgeProcess {
  readonly kind = 'edge'
  readonly actor: Actor
  readonly links: readonly SimLink[]
  node: EdgeNode | undefined
  readonly #onDeath = new Set<() => void>()

  constructor(
    private readonly stage: Stage,
    name: string,
    /** Its cluster time is off by this. */
    private readonly skewMs: number,
  ) {
    this.actor = stage.world.actor(name)
    this.links = [stage.toRedis(this.actor), stage.toRedis(this.actor)]
  }

  get accepts(): boolean {
    return this.actor.alive && this.node !== undefined && !this.node.admission.isDraining
  }

  start(): void {
    const { stage, actor } = this
    stage.world.after(0, actor, 'starts', () => {
      const [link, jobsLink] = this.links
      if (link === undefined || jobsLink === undefined) return
      const now = () => stage.now() + this.skewMs
      const log = stage.log()
      const cluster = stage.memory.join({ node: actor.name, role: 'gateway', link, jobsLink, now }, log)
      const boards = { top: async () => ({ data: [], stale: false }) }
      startNode(cluster, boards, SETTINGS, log).then(
        node => {
          this.node = node
        },
        () => this.crash(),
      )
    })
  }

  /** Calls back when the process dies; answers how to be spared. */
  onDeath(listener: () => void): () => void {
    this.#onDeath.add(listener)
    return () => this.#onDeath.delete(listener)
  }

  crash(): void {
    if (!this.actor.alive) return
    this.stage.world.note(`kills ${this.actor.name}`)
    this.actor.alive = false
    for (const link of this.links) link.die()
    for (const listener of this.#onDeath) listener()
  }

  /** SIGTERM. */
  stop(): void {
    const { node, actor } = this
    if (node === undefined) {
      this.crash()
      return
    }
    this.stage.world.after(0, actor, 'is told to stop', () => {
      void node
        .drain()
        .then(() => node.close())
        .finally(() => this.crash())
    })
  }
}
