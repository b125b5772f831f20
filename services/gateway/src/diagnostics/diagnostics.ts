import type { EdgeNode } from '@ketik/edge'
import { type Beaten, Metronome } from './metronome.ts'
import { Vitals } from './vitals.ts'

const MEASURE_TICKS = 10

/** Contract D for both of its doors: greetings, messages and statuses by one timer, and what they tell. */
export class Diagnostics {
  readonly #vitals: Vitals
  readonly #metronome: Metronome

  constructor(private readonly node: EdgeNode) {
    this.#vitals = new Vitals({
      ping: () => node.cluster.redis.ping(),
      connections: () => node.connections.count,
      races: () => node.races.all.length,
    })
    this.#metronome = new Metronome(
      {
        message: (n, transport) => this.frame(`${transport} Message ${n}`),
        status: () => this.frame(this.#vitals.status()),
      },
      tick => {
        if (tick % MEASURE_TICKS === 0) this.#vitals.measure()
      },
    )
  }

  /** A message with the instant at which it is sent, in cluster time. */
  frame(message: string): string {
    return JSON.stringify({ message, sentAt: Math.floor(this.node.now()) })
  }

  /** Begins a connection's messages; the first one comes in 2000 ms. */
  add(connection: Beaten): void {
    if (this.#metronome.count === 0) this.#vitals.measure()
    this.#metronome.add(connection)
  }

  remove(connection: Beaten): void {
    this.#metronome.remove(connection)
    if (this.#metronome.count === 0) this.#vitals.stop()
  }

  /** Ends all connections of both doors. */
  close(): void {
    this.#metronome.endAll()
  }
}
