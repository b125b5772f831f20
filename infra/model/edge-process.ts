import { type EdgeNode, startNode } from '@ketik/edge'
import { Process } from './process.ts'
import type { Stage } from './stage.ts'

export const SESSION_SECRET = 'a secret of the model'
const SETTINGS = {
  sessionSecret: SESSION_SECRET,
  connectionsMax: 1_000,
  connectionsPerAddressMax: 1_000,
  messagesPerSecond: 1_000,
}
const BOARDS = { top: async () => ({ data: [], stale: false }) }

/** A gateway without its sockets: the real node over the shared state in memory. */
export class EdgeProcess extends Process {
  node: EdgeNode | undefined

  constructor(
    stage: Stage,
    name: string,
    /** Its cluster time is off by this. */
    private readonly skewMs: number,
  ) {
    super(stage, name)
  }

  get accepts(): boolean {
    return this.actor.alive && this.node !== undefined && !this.node.admission.isDraining
  }

  protected start(): void {
    const { stage, actor, link, jobsLink } = this
    const { world, memory, log } = stage
    const now = () => world.clusterNow() + this.skewMs
    const cluster = memory.join({ node: actor.name, role: 'gateway', link, jobsLink, now }, log)
    startNode(cluster, BOARDS, SETTINGS, log).then(
      node => {
        this.node = node
      },
      () => this.crash(),
    )
  }

  override stop(): void {
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
