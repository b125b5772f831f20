/**
 * How far apart groups of values lie, in standard deviations: the F of a one-way analysis of variance, less its mean,
 * over its deviation for values without any order. 0 with too few groups or values.
 */
export function apartness(groups: readonly (readonly number[])[]): number {
  const several = groups.filter(({ length }) => length > 1)
  const all = several.flat()
  const between = several.length - 1
  const within = all.length - several.length
  if (between < 2 || within < 5) return 0
  const mean = meanOf(all)
  let apart = 0
  let spread = 0
  for (const group of several) {
    const own = meanOf(group)
    apart += group.length * (own - mean) ** 2
    for (const value of group) spread += (value - own) ** 2
  }
  const ratio = apart / between / Math.max(1e-9, spread / within)
  const variance = (2 * within ** 2 * (between + within - 2)) / (between * (within - 2) ** 2 * (within - 4))
  return (ratio - within / (within - 2)) / Math.sqrt(variance)
}

/** Ranks from 0 to 1 of values in their order, equal values in the order they came. */
export function ranksOf(values: readonly number[]): readonly number[] {
  const order = [...values.keys()].sort((one, other) => (values[one] ?? 0) - (values[other] ?? 0))
  const ranks = new Array<number>(values.length)
  for (const [rank, index] of order.entries()) ranks[index] = (rank + 0.5) / values.length
  return ranks
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
