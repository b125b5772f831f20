import type { OpenTransport } from '@ketik/client'
import { ABNORMAL, Connection } from './connection.ts'
import type { Process } from './process.ts'
import type { Script } from './script.ts'
import type { Stage } from './stage.ts'
import type { Actor } from './world.ts'

const REFUSED_AFTER_MS = 1
const STUCK_CHECK_MS = 5_000
const STUCK_CHECKS = 4

/** Someone who asks for races as a script says, over connections to nodes that take players. */
export abstract class ScriptedPlayer implements Actor {
  readonly alive = true
  readonly pausedUntil = 0
  state: 'out' | 'in the lobby' | 'waiting' | 'racing' | 'done' = 'out'
  protected connection: Connection | undefined
  /** How many of its requests for a race were granted. */
  protected granted = 0
  #hasNetwork = true

  constructor(
    protected readonly stage: Stage,
    readonly name: string,
    protected readonly script: Script,
    private readonly edges: () => readonly Process[],
  ) {
    this.after(script.startsAfterMs, () => this.begin())
    if (script.losesAfterMs > 0) this.after(script.losesAfterMs, () => this.#loseNetwork())
  }

  protected abstract begin(): void
  protected abstract leaveQueue(isAgain: boolean): void
  /** The device tells its program that the network is back. */
  protected abstract onNetworkBack(): void
  /** The player goes, for ever. */
  protected abstract finish(): void

  protected after(ms: number, run: () => void): void {
    this.stage.world.after(ms, this, '', run)
  }

  /** Connects to one of the nodes, by choice. */
  protected readonly connect: OpenTransport = events => {
    const { world } = this.stage
    const open = this.#hasNetwork ? this.edges().filter(({ accepts }) => accepts) : []
    const to = open[world.choices.pick(open.length)]
    this.connection = to && new Connection(world, this, to, events)
    if (to === undefined) this.after(REFUSED_AFTER_MS, () => events.closed({ code: ABNORMAL }))
    return this.connection ?? { send: () => {}, close: () => {} }
  }

  #loseNetwork(): void {
    const { nodeHearsAfterMs, backAfterMs } = this.script
    this.stage.world.note('loses the network')
    this.#hasNetwork = false
    this.connection?.lose(nodeHearsAfterMs)
    this.after(backAfterMs, () => {
      this.#hasNetwork = true
      this.onNetworkBack()
    })
  }

  /** Has asked for a race, and leaves the queue when it takes too long. */
  protected wait(): void {
    this.state = 'waiting'
    const { granted } = this
    this.after(this.script.waitsMs, () => {
      if (this.state !== 'waiting' || this.granted !== granted) return
      this.leaveQueue(false)
      this.after(STUCK_CHECK_MS, () => this.#giveUpWaiting(granted, STUCK_CHECKS))
    })
  }

  /** After `leave_queue` a player has left, or receives a race soon. */
  #giveUpWaiting(granted: number, checks: number): void {
    if (this.state !== 'waiting' || this.granted !== granted) return
    const isStuck = this.connection?.isQueueing ?? false
    if (isStuck && checks > 0) {
      this.leaveQueue(true)
      this.after(STUCK_CHECK_MS, () => this.#giveUpWaiting(granted, checks - 1))
      return
    }
    if (isStuck) this.stage.world.fail('MODEL-4', `${this.name} waits for ever: it has no ticket and no race`)
    this.finish()
  }
}
