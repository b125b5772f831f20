import type { OpenTransport, TransportEvents } from '@ketik/client'
import { Connection } from './connection.ts'
import type { EdgeProcess } from './edge-process.ts'
import type { Actor } from './event-heap.ts'
import type { World } from './world.ts'

const REFUSED_AFTER_MS = 1

/** A player's way to the nodes: each connection goes to one that takes players, by choice. */
export class Network {
  connection: Connection | undefined
  #isLost = false
  #events: TransportEvents | undefined

  constructor(
    private readonly world: World,
    private readonly actor: Actor,
    private readonly edges: () => readonly EdgeProcess[],
  ) {}

  readonly connect: OpenTransport = events => {
    this.#events = events
    const to = this.#choose()
    if (to === undefined) {
      this.world.after(REFUSED_AFTER_MS, this.actor, '', () => events.closed({ code: 1006 }))
      return { send: () => undefined, close: () => undefined }
    }
    const connection = new Connection(this.world, this.actor, to, {
      onText: text => events.received(text),
      onClosed: code => events.closed({ code }),
    })
    this.connection = connection
    this.world.after(0, this.actor, '', () => events.opened())
    return {
      send: text => connection.send(text),
      close: () => {
        connection.leave()
        if (this.connection === connection) this.connection = undefined
      },
    }
  }

  /** The player has no network for a while; the node may hear of it much later. */
  lose(nodeHearsAfterMs: number): void {
    this.#isLost = true
    this.connection?.leave(nodeHearsAfterMs)
    this.connection = undefined
    this.#events?.closed({ code: 1006 })
  }

  regain(): void {
    this.#isLost = false
  }

  #choose(): EdgeProcess | undefined {
    const open = this.#isLost ? [] : this.edges().filter(({ accepts }) => accepts)
    return open[this.world.choices.pick(open.length)]
  }
}
