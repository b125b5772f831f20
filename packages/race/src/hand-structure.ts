import { isErasing } from './is-key.ts'
import type { LoggedKey } from './key-log.ts'

/** Gaps are held to these multiples of the median, so that a pause or a slip does not speak for the rest. */
const HELD_TO_MAX = 2.5
/** No one sign speaks louder than this, in standard deviations: a program may imitate one of them well. */
const PAIRS_MAX = 8
const WORDS_MAX = 6
const TAIL_MAX = 4
const SIGN_MIN = -2

export type HandStructure = {
  /** Sum of the three, in standard deviations: for gaps drawn at random near 0, give or take 2; of hands above 6. */
  readonly score: number
  /** Gaps that the score was made from. */
  readonly gaps: number
  /** The same pair of keys takes a similar time again (Salthouse 1986; Dhakal and others 2018: pairs by hand and finger). */
  readonly pairs: number
  /** The first key of a word comes later than those within words (Salthouse 1984: the word is looked up first). */
  readonly words: number
  /** Gaps are skewed to the right (González and others 2021); those of even or of normal noise are not. */
  readonly tail: number
}

type Gap = { readonly ms: number; readonly pair: string; readonly after: string; readonly key: string }

/**
 * How much the rhythm follows what is typed, as that of hands does whatever the layout; noise from a program does not,
 * however wide. Only gaps between two characters count. Undefined with fewer than `gapsMin`.
 */
export function handStructure(keys: readonly LoggedKey[], gapsMin: number): HandStructure | undefined {
  const gaps = gapsOf(keys)
  if (gaps.length < gapsMin) return undefined
  const ranks = ranksOf(gaps.map(({ ms }) => ms))
  const pairs = clip(pairSign(gaps, ranks), PAIRS_MAX)
  const words = clip(wordSign(gaps, ranks), WORDS_MAX)
  const tail = clip(tailSign(gaps.map(({ ms }) => ms)), TAIL_MAX)
  return { score: pairs + words + tail, gaps: gaps.length, pairs, words, tail }
}

function gapsOf(keys: readonly LoggedKey[]): readonly Gap[] {
  const gaps: Gap[] = []
  let before: LoggedKey | undefined
  for (const key of keys) {
    if (before !== undefined && !isErasing(before[1]) && !isErasing(key[1])) {
      gaps.push({ ms: key[0] - before[0], pair: `${before[1]}\n${key[1]}`, after: before[1], key: key[1] })
    }
    before = key
  }
  return gaps
}

/** Ranks from 0 to 1 of values in their order, equal values in the order they came. */
function ranksOf(values: readonly number[]): readonly number[] {
  const order = [...values.keys()].sort((one, other) => (values[one] ?? 0) - (values[other] ?? 0))
  const ranks = new Array<number>(values.length)
  for (const [rank, index] of order.entries()) ranks[index] = (rank + 0.5) / values.length
  return ranks
}

/** Analysis of variance of ranks by pair, over pairs that occur again: F, less its mean, over its deviation. */
function pairSign(gaps: readonly Gap[], ranks: readonly number[]): number {
  const byPair = new Map<string, number[]>()
  for (const [index, { pair }] of gaps.entries()) {
    const group = byPair.get(pair)
    if (group === undefined) byPair.set(pair, [ranks[index] ?? 0])
    else group.push(ranks[index] ?? 0)
  }
  const groups = [...byPair.values()].filter(({ length }) => length > 1)
  const all = groups.flat()
  const between = groups.length - 1
  const within = all.length - groups.length
  if (between < 2 || within < 5) return 0
  const mean = meanOf(all)
  let apart = 0
  let spread = 0
  for (const group of groups) {
    const own = meanOf(group)
    apart += group.length * (own - mean) ** 2
    for (const rank of group) spread += (rank - own) ** 2
  }
  const ratio = apart / between / Math.max(1e-9, spread / within)
  const variance = (2 * within ** 2 * (between + within - 2)) / (between * (within - 2) ** 2 * (within - 4))
  return (ratio - within / (within - 2)) / Math.sqrt(variance)
}

/** Mean rank after a space less that within words, over its deviation for ranks without order (1/12). */
function wordSign(gaps: readonly Gap[], ranks: readonly number[]): number {
  const first = ranks.filter((_, index) => gaps[index]?.after === ' ')
  const inside = ranks.filter((_, index) => gaps[index]?.after !== ' ' && gaps[index]?.key !== ' ')
  if (first.length < 3 || inside.length < 3) return 0
  const deviation = Math.sqrt((1 / first.length + 1 / inside.length) / 12)
  return (meanOf(first) - meanOf(inside)) / deviation
}

/** Third standardised moment, over √(6/n), its deviation for a normal distribution. */
function tailSign(values: readonly number[]): number {
  const median = values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0
  const held = values.map(value => Math.min(value, HELD_TO_MAX * median))
  const mean = meanOf(held)
  const deviation = Math.sqrt(meanOf(held.map(value => (value - mean) ** 2)))
  if (deviation < 1) return 0
  return meanOf(held.map(value => ((value - mean) / deviation) ** 3)) / Math.sqrt(6 / held.length)
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
const meanOf = (values: readonly number[]): number => sumOf(values) / values.length
const clip = (value: number, max: number): number => Math.min(max, Math.max(SIGN_MIN, value))
