import type { Actor, SimEvent, World } from './world.ts'

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
    const sent = this.world.at(this.#lastDue, this.to, what, run)
    this.#underWay = [...this.#underWay.filter(({ done }) => !done), sent]
  }

  /** Loses what is under way, but for some of the first by choice when `keepsSome`. */
  cut(keepsSome = false): void {
    const underWay = this.#underWay.filter(({ done }) => !done)
    const kept = keepsSome ? this.world.choices.pick(underWay.length + 1) : 0
    for (const event of underWay.slice(kept)) event.done = true
  }
}
