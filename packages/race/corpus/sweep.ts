import { characterGaps, handStructure, keyHolds, tiedGaps } from '../src/index.ts'
import type { Cheat, Cheated } from './cheat.ts'
import { CHEATS_IN_DOUBT, INDEPENDENT_GAPS } from './cheats.ts'
import { HONEST_TYPISTS } from './honest-typists.ts'
import { type Half, randomOf } from './seeds.ts'
import { withErrors } from './with-errors.ts'

/** One measure with the limits to try; undefined where a log is too short for it. */
type Sweep = {
  readonly title: string
  readonly limits: readonly number[]
  readonly catches: 'below' | 'from'
  readonly measure: (typed: Cheated) => number | undefined
}

const perRoot = (value: number, count: number): number => value / Math.sqrt(Math.min(1, count / 200))

const SWEEPS: readonly Sweep[] = [
  {
    title: 'no-hand: pairs and words, caught below',
    limits: [1.5, 2, 2.3, 2.6, 3, 3.5],
    catches: 'below',
    measure: ({ keys }) => {
      const hand = handStructure(keys, 100)
      return hand === undefined ? undefined : perRoot(hand.structure, hand.gaps)
    },
  },
  {
    title: 'tied-gaps: caught from',
    limits: [2, 2.5, 3, 3.5, 4],
    catches: 'from',
    measure: ({ keys }) => {
      const gaps = characterGaps(keys)
      return gaps.length < 100 ? undefined : tiedGaps(gaps)
    },
  },
  {
    title: 'loose-holds: caught below',
    limits: [0.5, 1, 1.5, 2, 2.5],
    catches: 'below',
    measure: ({ keys }) => {
      const holds = keyHolds(keys, 100)
      return holds === undefined ? undefined : perRoot(holds.byKey, holds.holds)
    },
  },
]

const COMMON: readonly Cheat[] = [
  ...HONEST_TYPISTS.filter(({ name }) => /fast|dead|one hand|bursts|late/.test(name)),
  ...INDEPENDENT_GAPS,
  ...INDEPENDENT_GAPS.map(cheat => ({ ...withErrors(cheat, 0.04), name: `${cheat.name}, 4 % errors` })),
  ...CHEATS_IN_DOUBT,
]

/** How many percent of the logs of each row a limit would catch, whatever the speed. */
export function sweepTable(half: Half, logs: number): string {
  return SWEEPS.map(({ title, limits, catches, measure }) => {
    const lines = COMMON.flatMap(({ name, type }) => {
      const values = Array.from({ length: logs }, (_, nth) =>
        measure(type(randomOf(name, half, nth))),
      ).filter(value => value !== undefined)
      if (values.length === 0) return []
      const shares = limits.map(limit => {
        const caught = values.filter(value => (catches === 'below' ? value < limit : value >= limit))
        return ((100 * caught.length) / values.length).toFixed(1)
      })
      return [`| ${name} | ${shares.join(' | ')} |`]
    })
    return `| ${title} | ${limits.join(' | ')} |\n|${' --- |'.repeat(limits.length + 1)}\n${lines.join('\n')}\n`
  }).join('\n')
}
