import { isErasing } from './is-key.ts'
import type { LoggedKey } from './key-log.ts'

/** The claimed time from one character to the next, in milliseconds. */
export type CharacterGap = { readonly ms: number; readonly before: string; readonly key: string }

/** The gaps of a log without those to and from erasing keys: a pause before a correction is no rhythm. */
export function characterGaps(keys: readonly LoggedKey[]): readonly CharacterGap[] {
  const gaps: CharacterGap[] = []
  let last: LoggedKey | undefined
  for (const key of keys) {
    if (last !== undefined && !isErasing(last[1]) && !isErasing(key[1]))
      gaps.push({ ms: key[0] - last[0], before: last[1], key: key[1] })
    last = key
  }
  return gaps
}

/** The same gaps by the two keys, for those pairs that occur more than once. Values keep their order. */
export function gapsByPair(
  gaps: readonly CharacterGap[],
  value: (gap: CharacterGap, index: number) => number,
): readonly (readonly number[])[] {
  const byPair = new Map<string, number[]>()
  for (const [index, gap] of gaps.entries()) {
    const pair = `${gap.before}\n${gap.key}`
    const group = byPair.get(pair)
    if (group === undefined) byPair.set(pair, [value(gap, index)])
    else group.push(value(gap, index))
  }
  return [...byPair.values()].filter(({ length }) => length > 1)
}
