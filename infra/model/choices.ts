import { seeded } from '../test/seeded.ts'

/** Where every choice of a schedule comes from: a seed, or a list of choices made before. 0 is always the tame choice. */
export class Choices {
  /** All picks so far. */
  readonly picked: number[] = []

  private constructor(private readonly choose: (below: number, at: number) => number) {}

  static bySeed(seed: number): Choices {
    const next = seeded(Math.imul(seed, 0x9e3779b1))
    return new Choices(below => Math.floor(next() * below))
  }

  /** Makes the same choices again, and tame ones after the list has ended. */
  static byList(list: readonly number[]): Choices {
    return new Choices((below, at) => (list[at] ?? 0) % below)
  }

  /** One of 0 … below − 1. */
  pick(below: number): number {
    const choice = below <= 1 ? 0 : this.choose(below, this.picked.length)
    this.picked.push(choice)
    return choice
  }

  oneOf<const T>(...options: readonly [T, ...T[]]): T {
    return options[this.pick(options.length)] ?? options[0]
  }
}
