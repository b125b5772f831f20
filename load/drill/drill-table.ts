import { table } from '../../infra/test/table.ts'
import { meetsBar, type Verdict } from './verdict.ts'

export type DrillRow = { readonly name: string; readonly what: string } & (
  | { readonly verdict: Verdict }
  | { readonly skipped: string }
  /** It could not be carried through. */
  | { readonly failed: string }
)

const HEAD = [
  'drill',
  'fault',
  'races begun',
  'ended',
  'results stored',
  'missing',
  'twice',
  'keys lost',
  'connections lost in a race',
  'resumed',
  'told why not',
  'not told',
  'resume p50 / p99 ms',
  'silence ms',
  'bar',
]

/** As Markdown, which a terminal shows well enough. */
export const drillTable = (rows: readonly DrillRow[]): string => table(HEAD, rows.map(cells))

const cells = (row: DrillRow): readonly string[] => {
  if ('skipped' in row)
    return [row.name, `${row.what}: skipped, ${row.skipped}`, ...HEAD.slice(2).map(() => '')]
  if ('failed' in row)
    return [
      row.name,
      `${row.what}: ${row.failed.replaceAll('|', '\\|')}`,
      ...HEAD.slice(3).map(() => ''),
      'NOT MET',
    ]
  const { verdict } = row
  const { begun, ended, stored, missing, twice, keysLost, broken, resumed, told, untold } = verdict
  const { resumeMs, silentMs } = verdict
  return [
    row.name,
    row.what,
    ...[begun, ended, stored, missing, twice, keysLost, broken, resumed, told, untold].map(String),
    resumeMs === undefined ? '–' : `${resumeMs.p50.toFixed(0)} / ${resumeMs.p99.toFixed(0)}`,
    silentMs === 0 ? '–' : silentMs.toFixed(0),
    meetsBar(verdict) ? 'met' : 'NOT MET',
  ]
}
