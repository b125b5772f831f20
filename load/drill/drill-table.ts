import { table } from '../../infra/test/table.ts'
import type { Verdict } from './verdict.ts'

export type DrillRow = {
  readonly name: string
  /** The fault, and why there is no verdict. */
  readonly what: string
  readonly verdict?: Verdict
  readonly bar: 'met' | 'NOT MET' | ''
}

const COLUMNS: readonly (readonly [head: string, cell: (verdict: Verdict) => number | string])[] = [
  ['races begun', ({ begun }) => begun],
  ['ended', ({ ended }) => ended],
  ['results stored', ({ stored }) => stored],
  ['missing', ({ missing }) => missing],
  ['twice', ({ twice }) => twice],
  ['keys lost', ({ keysLost }) => keysLost],
  ['connections lost in a race', ({ broken }) => broken],
  ['resumed', ({ resumed }) => resumed],
  ['told why not', ({ told }) => told],
  ['not told', ({ untold }) => untold],
  [
    'resume p50 / p99 ms',
    ({ resumeMs }) => (resumeMs ? `${resumeMs.p50.toFixed(0)} / ${resumeMs.p99.toFixed(0)}` : '–'),
  ],
  ['silence ms', ({ silentMs }) => (silentMs === 0 ? '–' : silentMs.toFixed(0))],
]

/** As Markdown, which a terminal shows well enough. */
export const drillTable = (rows: readonly DrillRow[]): string =>
  table(['drill', 'fault', ...COLUMNS.map(([head]) => head), 'bar'], rows.map(cells))

const cells = ({ name, what, verdict, bar }: DrillRow): readonly string[] => [
  name,
  what.replaceAll('|', '\\|'),
  ...COLUMNS.map(([, cell]) => (verdict === undefined ? '' : String(cell(verdict)))),
  bar,
]
