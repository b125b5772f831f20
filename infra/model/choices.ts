import { seeded } from '../test/seeded.ts'

/** Where every choice of a schedule comes from: a seed, or a list of choices made before. 0 is always the tame choice. */
export type Choices = {
  /** One of 0 … below − 1. */
  pick(below: number): number
  /** All picks so far. */
  readonly picked: readonly number[]
}

export const choicesBySeed = (seed: number): Choices => {
  const next = seeded(Math.imul(seed, 0x9e3779b1))
  const picked: number[] = []
  return {
    picked,
    pick: below => {
      const choice = below <= 1 ? 0 : Math.floor(next() * below)
      picked.push(choice)
      return choice
    },
  }
}

/** Makes the same choices again, and tame ones after the list has ended. */
export const choicesByList = (list: readonly number[]): Choices => {
  const picked: number[] = []
  return {
    picked,
    pick: below => {
      const choice = (list[picked.length] ?? 0) % Math.max(1, below)
      picked.push(choice)
      return choice
    },
  }
}
