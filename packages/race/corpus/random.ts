/** Numbers from 0 to 1. */
export type Random = () => number

/** mulberry32: small, seeded, the same everywhere. */
export function randomFrom(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A standard normal deviate (Box and Muller 1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** An exponential deviate of mean 1. */
export function exponential(random: Random): number {
  return -Math.log(1 - random())
}

/** A gamma deviate of mean 1 for a shape of 1 or more (Marsaglia and Tsang 2000). */
export function gamma(random: Random, shape: number): number {
  const centre = shape - 1 / 3
  const scale = 1 / Math.sqrt(9 * centre)
  for (;;) {
    const deviate = normal(random)
    const cube = (1 + scale * deviate) ** 3
    if (cube <= 0) continue
    if (Math.log(1 - random()) < deviate ** 2 / 2 + centre * (1 - cube + Math.log(cube)))
      return (centre * cube) / shape
  }
}

export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random()
}

export function oneOf<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
  return items[Math.floor(items.length * random())] ?? items[0]
}
