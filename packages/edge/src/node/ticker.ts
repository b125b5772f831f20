import type { Ticking } from '../race/race-relay.ts'
import { SHOW_AFTER_MS, TICK_MS } from '../settings.ts'

type Ties = {
  /** Cluster time in epoch milliseconds. */
  now(): number
  readonly inbox: { flush(): void }
}

/**
 * All nodes tick at the same instants of cluster time. So the batches of the other nodes come just after the tick, and a
 * player gets one frame with all of it and with what changed here. Where no race is awake nothing ticks.
 */
export class Ticker {
  #awake: Ticking[] = []
  /** Those that have sent the other nodes what changed, but not yet the players here. */
  #ticked: readonly Ticking[] = []
  #next: NodeJS.Timeout | undefined
  #showing: NodeJS.Timeout | undefined

  constructor(private readonly ties: Ties) {}

  wake(one: Ticking): void {
    this.#awake.push(one)
    this.#next ??= setTimeout(() => this.#tick(), TICK_MS - (this.ties.now() % TICK_MS) + 0.5)
  }

  close(): void {
    clearTimeout(this.#next)
    clearTimeout(this.#showing)
  }

  #tick(): void {
    this.#next = undefined
    this.#show()
    this.#ticked = this.#awake
    this.#awake = []
    for (const one of this.#ticked) one.tick()
    this.ties.inbox.flush()
    this.#showing = setTimeout(() => this.#show(), SHOW_AFTER_MS)
  }

  #show(): void {
    clearTimeout(this.#showing)
    for (const one of this.#ticked) one.show()
    this.#ticked = []
  }
}
