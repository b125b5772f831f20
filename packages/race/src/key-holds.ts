import { apartness, ranksOf } from './anova.ts'
import { isErasing } from './is-key.ts'
import { type LoggedKey, releasedMs } from './key-log.ts'
import { gapSpread } from './rhythm.ts'

/** How long keys were held, from the releases that the client sent. */
export type KeyHolds = {
  /** Characters whose release is known. */
  readonly holds: number
  /** Of the holds, without outliers, over their median (`gapSpread`); undefined if the clock is too coarse to tell. */
  readonly spread: number | undefined
  /** Share of keys that were still down when the next one was pressed, 0 to 1. */
  readonly overlap: number
  /** The same key is held for a similar time again, in standard deviations; near 0 for holds drawn at random. */
  readonly byKey: number
}

/** Undefined with fewer than `holdsMin` releases: a client need not send them, and touch keyboards cannot. */
export function keyHolds(keys: readonly LoggedKey[], holdsMin: number): KeyHolds | undefined {
  const holds: number[] = []
  const held: string[] = []
  let overlapping = 0
  for (const [index, key] of keys.entries()) {
    const upMs = releasedMs(key)
    if (upMs === undefined || isErasing(key[1])) continue
    holds.push(upMs - key[0])
    held.push(key[1])
    if (upMs > (keys[index + 1]?.[0] ?? upMs)) overlapping++
  }
  if (holds.length < holdsMin) return undefined
  return {
    holds: holds.length,
    spread: gapSpread(holds),
    overlap: overlapping / holds.length,
    byKey: apartness(groupedBy(held, ranksOf(holds))),
  }
}

function groupedBy(names: readonly string[], values: readonly number[]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>()
  for (const [index, name] of names.entries()) {
    const group = groups.get(name)
    const value = values[index] ?? 0
    if (group === undefined) groups.set(name, [value])
    else group.push(value)
  }
  return [...groups.values()]
}
