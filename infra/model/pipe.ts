import type { Actor, SimEvent } from './event-heap.ts'
import type { World } from './world.ts'

/** One direction of a connection: what goes in comes out in order, each thing after a delay by choice. */
export class Pipe {
  #underWay: SimEvent[] = []
  #lastDue = 0

  constructor(
    private readonly world: World,
    private readonly to: Actor,
  ) {}

  send(what: string, run: () => void, extraMs = 0): void {
    this.#lastDue = Math.max(this.#lastDue, this.world.now + this.world.delay() + extraMs)
    this.#underWay = this.#underWay.filter(({ due }) => due >= this.world.now)
    this.#underWay.push(this.world.at(this.#lastDue, this.to, what, run))
  }

  /** Loses what is under way, but for some of the first by choice when `keepsSome`. */
  cut(keepsSome = false): void {
    const events = this.#underWay.filter(({ cancelled, due }) => !cancelled && due >= this.world.now)
    const kept = keepsSome ? this.world.choices.pick(events.length + 1) : 0
    for (const event of events.slice(kept)) event.cancelled = true
    this.#underWay = events.slice(0, kept)
  }
}
