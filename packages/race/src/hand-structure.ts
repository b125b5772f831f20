import { apartness, meanOf, ranksOf } from './anova.ts'
import { type CharacterGap, characterGaps, gapsByPair } from './character-gaps.ts'
import type { LoggedKey } from './key-log.ts'

/** Gaps are held to these multiples of the median, so that a pause or a slip does not speak for the rest. */
const HELD_TO_MAX = 2.5
/** No one sign speaks louder than this, in standard deviations: a program may imitate one of them well. */
const PAIRS_MAX = 8
const WORDS_MAX = 6
const TAIL_MAX = 4
const SIGN_MIN = -2

/** All in standard deviations. For gaps drawn at random, each sign is near 0, give or take 1. */
export type HandStructure = {
  /** Pairs, words and tail together: above 6 for hands. */
  readonly score: number
  /** Pairs and words: a log-normal distribution has the tail of a hand, but nothing of these. */
  readonly structure: number
  /** Gaps that the signs were computed from. */
  readonly gaps: number
  /** The same pair of keys takes a similar time again (Salthouse 1986; Dhakal and others 2018: pairs by hand and finger). */
  readonly pairs: number
  /** The first key of a word comes later than those within words (Salthouse 1984: the word is looked up first). */
  readonly words: number
  /** Gaps are skewed to the right (González and others 2021); those of even or of normal noise are not. */
  readonly tail: number
}

/**
 * How much the rhythm follows what is typed, as that of hands does whatever the layout; noise from a program does not,
 * however wide. Only gaps between two characters count. Undefined with fewer than `gapsMin`.
 */
export function handStructure(keys: readonly LoggedKey[], gapsMin: number): HandStructure | undefined {
  const gaps = characterGaps(keys)
  if (gaps.length < gapsMin) return undefined
  const ranks = ranksOf(gaps.map(({ ms }) => ms))
  const pairs = clip(apartness(gapsByPair(gaps, (_, index) => ranks[index] ?? 0)), PAIRS_MAX)
  const words = clip(wordSign(gaps, ranks), WORDS_MAX)
  const tail = clip(tailSign(gaps.map(({ ms }) => ms)), TAIL_MAX)
  return { score: pairs + words + tail, structure: pairs + words, gaps: gaps.length, pairs, words, tail }
}

/** Mean rank after a space less that within words, over its deviation for ranks without order (1/12). */
function wordSign(gaps: readonly CharacterGap[], ranks: readonly number[]): number {
  const first = ranks.filter((_, index) => gaps[index]?.before === ' ')
  const inside = ranks.filter((_, index) => gaps[index]?.before !== ' ' && gaps[index]?.key !== ' ')
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

const clip = (value: number, max: number): number => Math.min(max, Math.max(SIGN_MIN, value))
