/** Where every choice of a schedule comes from: a seed, or a list of choices made before. 0 is always the tame choice. */
export type Choices = {
  /** One of 0 … below − 1. */
  pick(below: number): number
  /** All picks so far. */
  readonly picked: readonly number[]
}

export const choicesBySeed = (seed: number): Choices => {
  const next = mulberry32(seed)
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

/** https://gist.github.com/tommyettinger/46a874533244883189143505d203312c, public domain. */
const mulberry32 = (seed: number) => {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
