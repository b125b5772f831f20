import { table } from '../../infra/test/table.ts'
import type { Attacked } from './attacked.ts'

/** The bar: what honest players wait at most doubles, none is closed, and memory is bounded and comes back. */
const RATIO_MAX = 2
const GROWTH_MIB_MAX = 256
const KEPT_MIB_MAX = 128

export type Failing = 'p99' | 'closed' | 'memory' | 'turned away'

/** What of the bar a row misses. */
export const failings = ({ before, during, closed, mib }: Attacked): readonly Failing[] => [
  ...(during.p99 / before.p99 <= RATIO_MAX ? [] : (['p99'] as const)),
  ...(closed.length === 0 ? [] : (['closed'] as const)),
  ...(mib.peak - mib.before <= GROWTH_MIB_MAX && mib.after - mib.before <= KEPT_MIB_MAX
    ? []
    : (['memory'] as const)),
  ...(during.turnedAway === 0 ? [] : (['turned away'] as const)),
]

const HEAD = [
  'attack',
  'what, from',
  'attempts',
  'refused with',
  'attacker CPU s',
  'relay p50 ms',
  'relay p99 ms',
  'ratio',
  'login p99 ms',
  'match p99 ms',
  'chat p99 ms',
  'honest closed / turned away',
  'MiB before / peak / after',
  'loop delay p99 ms',
  'other load, cores',
  'rounds',
  'bar',
]
const OUTCOMES_SHOWN = 4

/** As Markdown, which a terminal shows well enough. */
export const attackTable = (rows: readonly Attacked[]): string => table(HEAD, rows.map(cells))

/** A table with the rows of another one in place of its own of the same names, or at its end. */
export const mergeTables = (standing: string, fresh: string): string => {
  const nameOf = (row: string) => row.split(' | ')[0] ?? ''
  const rowsOf = (table: string) => table.split('\n').filter(line => line.startsWith('| '))
  const rows = new Map(rowsOf(standing).map(row => [nameOf(row), row]))
  for (const row of rowsOf(fresh)) rows.set(nameOf(row), row)
  return [...rows.values()].join('\n')
}

const cells = (row: Attacked): readonly string[] => {
  const { attack, outcome, before, during, closed, mib, loopDelayMs, otherCores, rounds } = row
  const both = (of: 'p50' | 'p99' | 'loginP99' | 'matchP99' | 'chatP99') =>
    `${rounded(before[of])} → ${rounded(during[of])}`
  const missed = failings(row)
  return [
    attack.name,
    `${attack.what}; ${attack.from}`,
    String(outcome.attempts),
    Object.entries(outcome.outcomes)
      .slice(0, OUTCOMES_SHOWN)
      .map(([code, times]) => `${code} × ${times}`)
      .join(', ') || '–',
    (outcome.cpuMs / 1_000).toFixed(1),
    both('p50'),
    both('p99'),
    (during.p99 / before.p99).toFixed(2),
    both('loginP99'),
    both('matchP99'),
    both('chatP99'),
    `${closed.length} / ${during.turnedAway}`,
    [mib.before, mib.peak, mib.after].map(rounded).join(' / '),
    rounded(loopDelayMs),
    `${otherCores.before.toFixed(1)} → ${otherCores.during.toFixed(1)}`,
    String(rounds),
    missed.length === 0 ? 'met' : `NOT MET: ${missed.join(', ')}`,
  ]
}

const rounded = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(0))
