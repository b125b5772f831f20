import { seeded } from '../test/seeded.ts'

/** Where every choice of a schedule comes from. 0 is always the tame choice. */
export class Choices {
  /** All picks so far. */
  readonly picked: number[] = []
  readonly #choose: (below: number) => number

  /** A seed, or choices made before; after these have ended come tame ones. */
  constructor(from: number | readonly number[]) {
    if (typeof from === 'number') {
      const next = seeded(Math.imul(from, 0x9e3779b1))
      this.#choose = below => Math.floor(next() * below)
    } else this.#choose = below => (from[this.picked.length] ?? 0) % below
  }

  /** One of 0 … below − 1. */
  pick(below: number): number {
    const choice = below <= 1 ? 0 : this.#choose(below)
    this.picked.push(choice)
    return choice
  }

  oneOf<const T>(...options: readonly [T, ...T[]]): T {
    return options[this.pick(options.length)] ?? options[0]
  }
}
