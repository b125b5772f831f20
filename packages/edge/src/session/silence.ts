import { IDLE_TURNS_MAX, PING_TURNS_MAX } from '../settings.ts'

/**
 * How long a v1 client has been silent, in turns of the node's housekeeping, one a second. A node that stood still counts
 * one turn, and reads what has arrived before the next. Clients of contract A may be silent for ever; their transports
 * find the dead ones (WebSocket pings, TCP keep-alive).
 */
export class Silence {
  #turns = 0
  /** Pings that were sent since the last sign of life. */
  #unanswered = 0

  onAlive(): void {
    this.#turns = 0
    this.#unanswered = 0
  }

  onTurn(): void {
    this.#turns += 1
  }

  /** In the lobby a client may be silent for three minutes. */
  get isTooLong(): boolean {
    return this.#turns > IDLE_TURNS_MAX
  }

  /**
   * A racer who answers no ping is gone, and holds up the others. `ping` answers whether one was sent; TCP has keep-alive
   * instead. False: too many pings are unanswered.
   */
  ask(ping: () => boolean): boolean {
    if (this.#unanswered >= PING_TURNS_MAX) return false
    if (ping()) this.#unanswered += 1
    return true
  }
}
