import { PlayerSession } from '@ketik/edge'
import { CLOSE } from '@ketik/protocol'
import type { EdgeProcess } from './edge-process.ts'
import type { Actor } from './event-heap.ts'
import { Pipe } from './pipe.ts'
import type { World } from './world.ts'

type Ends = {
  onText(text: string): void
  /** The connection has ended, and not by the player. */
  onClosed(code: number): void
}

/** No close code came. */
const ABNORMAL = 1006

/** A player's connection to a node: two pipes, and the real session at the far end. */
export class Connection {
  session: PlayerSession | undefined
  readonly #up: Pipe
  readonly #down: Pipe
  readonly #spare: () => void
  #open = true

  constructor(
    private readonly world: World,
    private readonly player: Actor,
    readonly to: EdgeProcess,
    private readonly ends: Ends,
  ) {
    this.#up = new Pipe(world, to.actor)
    this.#down = new Pipe(world, player)
    this.#spare = to.onDeath(() =>
      this.#end('the node is gone', ABNORMAL, this.world.choices.pick(4) === 3 ? 4_000 : 0),
    )
    this.#up.send(`${player.name} connects`, () => this.#accept())
  }

  send(text: string): void {
    if (!this.#open) return
    this.#up.send(`hears ${this.player.name}: ${text}`, () => this.session?.onBytes(Buffer.from(text)))
  }

  /** The player hangs up; the node hears of it after `ms` at the earliest. */
  leave(ms = 0): void {
    if (!this.#open) return
    this.#open = false
    this.#spare()
    this.#down.cut()
    this.#up.send(`${this.player.name} hangs up`, () => this.session?.onClose(), ms)
  }

  #accept(): void {
    const { node } = this.to
    if (node === undefined || node.admission.isDraining) {
      this.#end('turned away', ABNORMAL)
      return
    }
    this.session = new PlayerSession(node, {
      address: '127.0.0.1',
      send: text => this.#down.send(`hears ${text}`, () => this.#hear(text)),
      together: write => write(),
      hasBacklog: false,
      joinAudience: () => false,
      ping: () => false,
      bufferedBytes: () => 0,
      end: () => {},
      close: reason => this.#end(reason, CLOSE[reason]),
    })
  }

  #hear(text: string): void {
    if (this.#open) this.ends.onText(text)
  }

  #end(why: string, code: number, extraMs = 0): void {
    this.#down.send(
      `loses its connection: ${why}`,
      () => {
        if (!this.#open) return
        this.#open = false
        this.#spare()
        this.ends.onClosed(code)
      },
      extraMs,
    )
  }
}
