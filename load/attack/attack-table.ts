import { table } from '../../infra/test/table.ts'
import type { Attack } from './attack.ts'
import type { Outcome } from './attacker-process.ts'
import type { Waits } from './honest-log.ts'
import { inWords } from './tally.ts'

/** What one attack did, and what honest players noticed alone and beside it. */
export type Attacked = {
  readonly attack: Attack
  readonly outcome: Outcome
  readonly before: Waits
  readonly during: Waits
  /** Honest connections that were closed during the attack, and newcomers who were turned away, with how. */
  readonly closed: readonly string[]
  readonly turnedAway: readonly string[]
  readonly mib: { readonly before: number; readonly peak: number; readonly after: number }
  readonly loopDelayMs: number
  /** Cores that neither the cluster nor the attacker nor the players used. */
  readonly otherCores: { readonly before: number; readonly during: number }
  /** How often it was measured: a machine that others use makes some rounds say nothing. */
  readonly rounds: number
}

/** The bar: what honest players wait at most doubles, none is closed or turned away, and memory is bounded and comes back. */
const BAR: Readonly<Record<string, (row: Attacked) => boolean>> = {
  p99: row => ratio(row) <= 2,
  closed: ({ closed }) => closed.length === 0,
  memory: ({ mib }) => mib.peak - mib.before <= 256 && mib.after - mib.before <= 128,
  'turned away': ({ turnedAway }) => turnedAway.length === 0,
}

/** What of the bar a row misses. */
export const failings = (row: Attacked): readonly string[] =>
  Object.entries(BAR).flatMap(([name, isMet]) => (isMet(row) ? [] : name))

const ratio = ({ before, during }: Attacked): number => during.relay.p99 / before.relay.p99

const OUTCOMES_SHOWN = 4
const rounded = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(0))
const both =
  (of: keyof Waits, share: 'p50' | 'p99') =>
  ({ before, during }: Attacked): string =>
    `${rounded(before[of][share])} → ${rounded(during[of][share])}`

const COLUMNS: Readonly<Record<string, (row: Attacked) => string>> = {
  attack: ({ attack }) => attack.name,
  'what, from': ({ attack: { what, addresses = 1 } }) =>
    `${what}; ${addresses === 1 ? 'one address' : 'many addresses'}`,
  attempts: ({ outcome }) => String(outcome.attempts),
  'refused with': ({ outcome }) => inWords(outcome.outcomes, OUTCOMES_SHOWN),
  'attacker CPU s': ({ outcome }) => (outcome.cpuMs / 1_000).toFixed(1),
  'relay p50 ms': both('relay', 'p50'),
  'relay p99 ms': both('relay', 'p99'),
  ratio: row => ratio(row).toFixed(2),
  'login p99 ms': both('login', 'p99'),
  'match p99 ms': both('match', 'p99'),
  'chat p99 ms': both('chat', 'p99'),
  'honest closed / turned away': ({ closed, turnedAway }) => `${closed.length} / ${turnedAway.length}`,
  'MiB before / peak / after': ({ mib }) => [mib.before, mib.peak, mib.after].map(rounded).join(' / '),
  'loop delay p99 ms': ({ loopDelayMs }) => rounded(loopDelayMs),
  'other load, cores': ({ otherCores: { before, during } }) => `${before.toFixed(1)} → ${during.toFixed(1)}`,
  rounds: ({ rounds }) => String(rounds),
  bar: row => (failings(row).length === 0 ? 'met' : `NOT MET: ${failings(row).join(', ')}`),
}

/** As Markdown, which a terminal shows well enough. */
export const attackTable = (rows: readonly Attacked[]): string =>
  table(
    Object.keys(COLUMNS),
    rows.map(row => Object.values(COLUMNS).map(cell => cell(row))),
  )

/** A table with the rows of another one in place of its own of the same names, or at its end. */
export const mergeTables = (standing: string, fresh: string): string => {
  const lines = [standing, fresh].flatMap(table => table.split('\n')).filter(line => line.startsWith('| '))
  return [...new Map(lines.map(line => [line.split(' | ')[0], line])).values()].join('\n')
}
