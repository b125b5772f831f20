import type { Transport, TransportEvents } from '@ketik/client'
import { PlayerSession } from '@ketik/edge'
import { CLOSE } from '@ketik/protocol'
import { Pipe } from './pipe.ts'
import type { Process } from './process.ts'
import type { Actor, World } from './world.ts'

/** No close code came. */
export const ABNORMAL = 1006

/** A player's connection to a node: two pipes, and the real session at the far end. */
export class Connection implements Transport {
  #session: PlayerSession | undefined
  readonly #up: Pipe
  readonly #down: Pipe
  #isOpen = true

  constructor(
    world: World,
    private readonly player: Actor,
    readonly to: Process,
    private readonly events: TransportEvents,
  ) {
    this.#up = new Pipe(world, to)
    this.#down = new Pipe(world, player)
    to.onDeath(() => {
      if (this.#isOpen) this.#end('the node is gone', ABNORMAL, world.choices.pick(4) === 3 ? 4_000 : 0)
    })
    this.#up.send(`${player.name} connects`, () => this.#accept())
  }

  /** Whether the node has the player wait for a race. */
  get isQueueing(): boolean {
    return this.#isOpen && this.#session?.queueing !== undefined
  }

  send(text: string): void {
    if (!this.#isOpen) return
    this.#up.send(`hears ${this.player.name}: ${text}`, () => this.#session?.onBytes(Buffer.from(text)))
  }

  /** The player hangs up; the node hears of it after `ms` at the earliest. */
  close(ms = 0): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#down.cut()
    this.#up.send(`${this.player.name} hangs up`, () => this.#session?.onClose(), ms)
  }

  /** The player's network is lost. */
  lose(nodeHearsAfterMs: number): void {
    if (!this.#isOpen) return
    this.close(nodeHearsAfterMs)
    this.events.closed({ code: ABNORMAL })
  }

  #accept(): void {
    const { node } = this.to
    if (node === undefined || node.admission.isDraining) {
      this.#end('turned away', ABNORMAL)
      return
    }
    this.#session = new PlayerSession(node, {
      address: '127.0.0.1',
      send: text => this.#down.send(`hears ${text}`, () => this.#isOpen && this.events.received(text)),
      together: write => write(),
      hasBacklog: false,
      joinAudience: () => false,
      ping: () => false,
      bufferedBytes: () => 0,
      end: () => {},
      close: reason => this.#end(reason, CLOSE[reason]),
    })
    this.#down.send('is connected', () => this.events.opened())
  }

  /** The connection ends, and not by the player. */
  #end(why: string, code: number, extraMs = 0): void {
    const run = () => {
      if (!this.#isOpen) return
      this.#isOpen = false
      this.events.closed({ code })
    }
    this.#down.send(`loses its connection: ${why}`, run, extraMs)
  }
}
