import type { Columns } from '../reports/report.ts'
import type { Verdict } from './verdict.ts'

export type DrillRow = {
  readonly name: string
  /** The fault, and why there is no verdict. */
  readonly what: string
  readonly verdict?: Verdict
  readonly bar: 'met' | 'NOT MET' | ''
}

const of =
  (cell: (verdict: Verdict) => number | string) =>
  ({ verdict }: DrillRow): string =>
    verdict === undefined ? '' : String(cell(verdict))

export const DRILL_COLUMNS: Columns<DrillRow> = {
  drill: ({ name }) => name,
  fault: ({ what }) => what.replaceAll('|', '\\|'),
  'races begun': of(({ begun }) => begun),
  ended: of(({ ended }) => ended),
  'results stored': of(({ stored }) => stored),
  missing: of(({ missing }) => missing),
  twice: of(({ twice }) => twice),
  'keys lost': of(({ keysLost }) => keysLost),
  'connections lost in a race': of(({ broken }) => broken),
  resumed: of(({ resumed }) => resumed),
  'told why not': of(({ told }) => told),
  'not told': of(({ untold }) => untold),
  'resume p50 / p99 ms': of(({ resumeMs }) =>
    resumeMs ? `${resumeMs.p50.toFixed(0)} / ${resumeMs.p99.toFixed(0)}` : '–',
  ),
  'silence ms': of(({ silentMs }) => (silentMs === 0 ? '–' : silentMs.toFixed(0))),
  bar: ({ bar }) => bar,
}
