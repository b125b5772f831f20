import { quantile } from '../../infra/test/quantile.ts'
import type { Columns } from '../reports/report.ts'
import type { Attack, Outcome } from './attack.ts'
import type { Noticed } from './honest-players.ts'

/** What one attack did, and what honest players noticed alone and beside it. */
export type Attacked = {
  readonly attack: Attack
  readonly outcome: Outcome
  readonly before: Noticed
  readonly during: Noticed
  readonly mib: { readonly before: number; readonly peak: number; readonly after: number }
  /** Cores that neither the cluster nor the attacker nor the players used. */
  readonly otherCores: { readonly before: number; readonly during: number }
  /** How often it was measured: a machine that others use makes some rounds say nothing. */
  readonly rounds: number
}

/** The bar: what honest players wait at most doubles, none is closed or turned away, and memory is bounded and comes back. */
const BAR: Readonly<Record<string, (row: Attacked) => boolean>> = {
  p99: row => ratio(row) <= 2,
  closed: ({ during }) => during.closed.length === 0,
  memory: ({ mib }) => mib.peak - mib.before <= 256 && mib.after - mib.before <= 128,
  'turned away': ({ during }) => during.turnedAway.length === 0,
}

/** What of the bar a row misses. */
export const failings = (row: Attacked): readonly string[] =>
  Object.entries(BAR).flatMap(([name, isMet]) => (isMet(row) ? [] : name))

const ratio = ({ before, during }: Attacked): number =>
  quantile(during.relay, 0.99) / quantile(before.relay, 0.99)

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
