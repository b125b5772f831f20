import { quantile } from '../../infra/test/quantile.ts'
import type { Columns } from '../reports/report.ts'
import type { Outcome } from './attack.ts'
import { type Attacked, failings, ratio } from './run-attacks.ts'

const rounded = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(0))
const both =
  (of: 'relay' | 'login' | 'match' | 'chat', share: number) =>
  ({ before, during }: Attacked): string =>
    [before, during].map(noticed => rounded(quantile(noticed[of], share))).join(' → ')

export const ATTACK_COLUMNS: Columns<Attacked> = {
  attack: ({ attack }) => attack.name,
  'what, from': ({ attack: { what, addresses = 1 } }) =>
    `${what}; ${addresses === 1 ? 'one address' : 'many addresses'}`,
  attempts: ({ outcome }) => String(outcome.attempts),
  'refused with': ({ outcome }) => mostOf(outcome.outcomes, 4),
  'attacker CPU s': ({ outcome }) => (outcome.cpuMs / 1_000).toFixed(1),
  'relay p50 ms': both('relay', 0.5),
  'relay p99 ms': both('relay', 0.99),
  ratio: row => ratio(row).toFixed(2),
  'login p99 ms': both('login', 0.99),
  'match p99 ms': both('match', 0.99),
  'chat p99 ms': both('chat', 0.99),
  'honest closed / turned away': ({ during: { closed, turnedAway } }) =>
    `${closed.length} / ${turnedAway.length}`,
  'MiB before / peak / after': ({ mib }) => [mib.before, mib.peak, mib.after].map(rounded).join(' / '),
  'other load, cores': ({ otherCores: { before, during } }) => `${before.toFixed(1)} → ${during.toFixed(1)}`,
  rounds: ({ rounds }) => String(rounds),
  bar: row => (failings(row).length === 0 ? 'met' : `NOT MET: ${failings(row).join(', ')}`),
}

/** The most frequent outcomes first. */
export const mostOf = (outcomes: Outcome['outcomes'], count: number): string =>
  Object.entries(outcomes)
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([code, times]) => `${code} × ${times}`)
    .join(', ') || '–'
