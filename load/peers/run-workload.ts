import { median } from '../../infra/test/quantile.ts'
import { table } from '../../infra/test/table.ts'
import type { Begin } from '../run-to-its-end.ts'
import { withTarget } from './targets/target.ts'
import type { Bar, BenchOptions, Figures, Row, Workload } from './workload.ts'

type RowSummary = { readonly row: string; readonly figures: Figures; readonly rounds: readonly Figures[] }

export type Measured = {
  readonly workload: string
  readonly rows: readonly RowSummary[]
  /** As Markdown. */
  readonly text: string
  /** The cells of the table of bars. */
  readonly verdicts: readonly (readonly string[])[]
}

/** Each row once in each round, so that what the machine does besides meets all of them alike. */
export const runWorkload = async (
  workload: Workload,
  options: BenchOptions,
  say: (line: string) => void,
  begin: Begin,
): Promise<Measured> => {
  const { name, columns, doubts = () => [] } = workload
  const wanted = workload.rows(options)
  const count = workload.isOnce ? 1 : options.rounds
  const rounds: (readonly Figures[])[] = []
  for (let round = 1; round <= count; round++) {
    // A profile has a cost of its own: it distorts one round alone.
    const profile = round === count ? options.profile : undefined
    const results: Figures[] = []
    for (const { name: row, start } of wanted) {
      const starting = begin(start(profile), target => target.close())
      const figures = await withTarget(starting, target => workload.measure(target, row, options))
      results.push(figures)
      const cells = shown(columns, figures).filter(([, cell]) => cell !== '')
      say(`round ${round}: ${row}: ${cells.map(cell => cell.join(' ')).join(', ')}`)
    }
    rounds.push(withRatios(workload.ratios, wanted, results))
  }
  const rows = wanted.map(({ name: row }, index) => {
    const own = rounds.map(results => results[index] ?? {})
    return { row, figures: summaryOf(columns, own), rounds: own }
  })
  const head = [name, ...Object.values(columns).map(([title]) => title)]
  const cells = rows.map(({ row, figures }) => [row, ...shown(columns, figures).map(([, cell]) => cell)])
  const reasons = rows.flatMap(({ row, figures }) => doubts(row, figures))
  return {
    workload: name,
    rows,
    text: [`${workload.about(options)}\n`, table(head, cells), ...reasons].join('\n'),
    verdicts: workload.bars.flatMap(bar =>
      rows.filter(({ row }) => row === bar.row).map(({ figures }) => verdict(bar, figures)),
    ),
  }
}

type Columns = Workload['columns']

/** The titles and the cells of a row; empty ones of what it has not. */
const shown = (columns: Columns, figures: Figures): readonly (readonly [title: string, cell: string])[] =>
  Object.entries(columns).map(([figure, [title, digits]]) => [title, figures[figure]?.toFixed(digits) ?? ''])

const withRatios = (
  ratios: Workload['ratios'],
  wanted: readonly Row[],
  results: readonly Figures[],
): readonly Figures[] => {
  const base = results[wanted.findIndex(({ name }) => name === ratios?.to)] ?? {}
  const ratiosOf = (own: Figures) =>
    Object.entries(ratios?.of ?? {}).map(([ratio, figure]) => [ratio, at(own, figure) / at(base, figure)])
  return results.map(own => ({ ...own, ...Object.fromEntries(ratiosOf(own)) }))
}

const summaryOf = (columns: Columns, rounds: readonly Figures[]): Figures => {
  const figures = Object.entries(columns)
    .filter(([figure]) => rounds.some(round => figure in round))
    .map(([figure, [, , over = median]]) => [figure, over(rounds.map(round => at(round, figure)))])
  return Object.fromEntries(figures)
}

const at = (figures: Figures, figure: string): number => figures[figure] ?? Number.NaN

const verdict = ({ what, figure, most, exactly }: Bar, figures: Figures): readonly string[] => {
  const measured = at(figures, figure)
  const isMet = measured === exactly || (most !== undefined && measured <= most)
  const digits = Number.isInteger(measured) || Math.abs(measured) >= 10 ? 0 : 2
  return [what, `${exactly ?? `≤ ${most}`}`, measured.toFixed(digits), isMet ? 'met' : 'missed']
}
