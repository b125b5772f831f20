import { SimLink } from './sim-link.ts'
import type { Stage } from './stage.ts'
import { type Actor, newActor } from './world.ts'

/** A process of ours over the shared state in memory. */
export abstract class Process {
  readonly actor: Actor
  /** Its ways to the servers. */
  readonly links: SimLink[] = []
  /** For commands to Redis. */
  protected readonly link: SimLink
  protected readonly jobsLink: SimLink
  readonly #onDeath = new Set<() => void>()

  constructor(
    protected readonly stage: Stage,
    name: string,
  ) {
    this.actor = newActor(name)
    this.link = this.linkTo(stage.redis)
    this.jobsLink = this.linkTo(stage.redis)
    stage.world.after(0, this.actor, 'starts', () => this.start())
  }

  protected abstract start(): void

  /** SIGTERM. */
  stop(): void {
    this.crash()
  }

  crash(): void {
    if (!this.actor.alive) return
    this.stage.world.note(`kills ${this.actor.name}`)
    this.actor.alive = false
    for (const link of this.links) link.die()
    for (const listener of this.#onDeath) listener()
  }

  /** Calls back when the process dies; answers how to be spared. */
  onDeath(listener: () => void): () => void {
    this.#onDeath.add(listener)
    return () => this.#onDeath.delete(listener)
  }

  protected linkTo(server: Actor): SimLink {
    const { world, witness } = this.stage
    const link = new SimLink(world, this.actor, server, what => witness.onCommand(this.actor.name, what))
    this.links.push(link)
    return link
  }
}
