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
    this.#forgetArrived()
    this.#underWay.push(this.world.at(this.#lastDue, this.to, what, run))
  }

  /** Loses what is under way, but for some of the first by choice when `keepsSome`. */
  cut(keepsSome = false): void {
    this.#forgetArrived()
    const kept = keepsSome ? this.world.choices.pick(this.#underWay.length + 1) : 0
    for (const event of this.#underWay.splice(kept)) event.done = true
  }

  #forgetArrived(): void {
    this.#underWay = this.#underWay.filter(({ done, due }) => !done && due >= this.world.now)
  }
}
