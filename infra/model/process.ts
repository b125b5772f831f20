import type { EdgeNode } from '@ketik/edge'
import { SimLink } from './sim-link.ts'
import type { Stage } from './stage.ts'
import type { Actor } from './world.ts'

/** A process of ours over the shared state in memory. */
export class Process implements Actor {
  alive = true
  pausedUntil = 0
  /** Its ways to the servers. */
  readonly links: SimLink[] = []
  /** Of a gateway, once it has started. */
  node: EdgeNode | undefined
  readonly #onDeath: (() => void)[] = []

  constructor(
    private readonly stage: Stage,
    /** A gateway or a matchmaker. */
    readonly kind: 'e' | 'm',
    readonly name: string,
  ) {}

  /** Whether it is a gateway that takes players. */
  get accepts(): boolean {
    return this.alive && this.node?.admission.isDraining === false
  }

  linkTo(server: Actor): SimLink {
    const { world, witness } = this.stage
    const link = new SimLink(world, this, server, what => witness.onCommand(this.name, what))
    this.links.push(link)
    return link
  }

  /** SIGTERM. */
  stop(): void {
    const { node } = this
    if (node === undefined) {
      this.crash()
      return
    }
    this.stage.world.after(0, this, 'is told to stop', () => {
      void node
        .drain()
        .then(() => node.close())
        .finally(() => this.crash())
    })
  }

  crash(): void {
    if (!this.alive) return
    this.stage.world.note(`kills ${this.name}`)
    this.alive = false
    for (const link of this.links) link.die()
    for (const listener of this.#onDeath) listener()
  }

  /** Calls back when the process dies. */
  onDeath(listener: () => void): void {
    this.#onDeath.push(listener)
  }
}
