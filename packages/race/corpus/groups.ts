import type { Cheat } from './cheat.ts'
import { CHEATS, CHEATS_IN_DOUBT, INDEPENDENT_GAPS, shortIndependentGaps } from './cheats.ts'
import { HONEST_IN_DOUBT, HONEST_TYPISTS } from './honest-typists.ts'

/** Rows that have one bar. The bars are in the title too, so that the page shows them. Shares are 0 to 1. */
export type Group = {
  readonly title: string
  readonly typists: readonly Cheat[]
  readonly reviewMax?: number
  readonly refusedMax?: number
  readonly acceptedMax?: number
  /** Of all its logs with 1, 2 and 4 % errors together. */
  readonly acceptedWithErrorsMax?: number
}

export const HONEST_GROUPS: readonly Group[] = [
  {
    title: 'Honest: nobody refused, at most 2 % of a row in review',
    typists: HONEST_TYPISTS,
    refusedMax: 0,
    reviewMax: 0.02,
  },
  {
    title: 'Honest, and like a program in one signal: nobody refused',
    typists: HONEST_IN_DOUBT,
    refusedMax: 0,
  },
]

/** A bar of its own for each length: honest players of short texts come first. */
const shortGroup = (length: Parameters<typeof shortIndependentGaps>[0], acceptedMax: number): Group => ({
  title: `Gaps that do not depend on the keys, ${length} characters: at most ${Math.round(100 * acceptedMax)} % of a row accepted, with or without errors`,
  typists: shortIndependentGaps(length),
  acceptedMax,
  acceptedWithErrorsMax: acceptedMax,
})

export const CHEAT_GROUPS: readonly Group[] = [
  {
    title: 'Cheats: all caught; with errors, at most 5 % of a row accepted',
    typists: CHEATS,
    acceptedMax: 0,
    acceptedWithErrorsMax: 0.05,
  },
  {
    title: 'Gaps that do not depend on the keys: at most 12 % of a row accepted, with or without errors',
    typists: INDEPENDENT_GAPS,
    acceptedMax: 0.12,
    acceptedWithErrorsMax: 0.12,
  },
  shortGroup('100 to 120', 0.3),
  shortGroup('80 to 99', 0.5),
  shortGroup('60 to 79', 0.8),
  { title: 'Cheats that look like a hand: no bar', typists: CHEATS_IN_DOUBT },
]
