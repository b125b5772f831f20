import { median } from '../../infra/test/quantile.ts'
import { table } from '../../infra/test/table.ts'
import type { Ending } from '../ending.ts'
import { withTarget } from './targets/target.ts'
import type { Bar, BenchOptions, Figures, Workload } from './workload.ts'

/** Each row once in each round, so that what the machine does besides meets all of them alike. */
export const runWorkload = async (
  workload: Workload,
  options: BenchOptions,
  say: (line: string) => void,
  ending: Ending,
) => {
  const { name, columns, ratios, doubts = () => [] } = workload
  const measured = workload.rows(options).map(row => ({ ...row, rounds: [] as Figures[] }))
  const count = workload.isOnce ? 1 : options.rounds
  for (let round = 1; round <= count; round++) {
    // A profile has a cost of its own: it distorts one round alone.
    const profile = round === count ? options.profile : undefined
    for (const { name: row, start, rounds } of measured) {
      const starting = ending.begin(start(profile), target => target.close())
      const figures = await withTarget(starting, target => workload.measure(target, row, options))
      rounds.push(figures)
      const cells = shown(columns, figures).filter(([, cell]) => cell !== '')
      say(`round ${round}: ${row}: ${cells.map(cell => cell.join(' ')).join(', ')}`)
    }
  }
  const base = measured.find(row => row.name === ratios?.to)?.rounds ?? []
  const rows = measured.map(one => {
    const rounds = one.rounds.map((figures, round) => withRatios(ratios?.of, figures, base[round]))
    return { row: one.name, figures: summaryOf(columns, rounds), rounds }
  })
  const head = [name, ...Object.values(columns).map(([title]) => title)]
  const cells = rows.map(({ row, figures }) => [row, ...shown(columns, figures).map(([, cell]) => cell)])
  const reasons = rows.flatMap(({ row, figures }) => doubts(row, figures))
  return {
    workload: name,
    rows,
    /** As Markdown. */
    text: [`${workload.about(options)}\n`, table(head, cells), ...reasons].join('\n'),
    /** The cells of the table of bars. */
    verdicts: workload.bars.flatMap(bar =>
      rows.filter(({ row }) => row === bar.row).map(({ figures }) => verdict(bar, figures)),
    ),
  }
}

type Columns = Workload['columns']

/** The titles and the cells of a row; empty ones of what it has not. */
const shown = (columns: Columns, figures: Figures): readonly (readonly [title: string, cell: string])[] =>
  Object.entries(columns).map(([figure, [title, digits]]) => [title, figures[figure]?.toFixed(digits) ?? ''])

const withRatios = (of: Readonly<Record<string, string>> = {}, own: Figures, base: Figures = {}): Figures => {
  const ratios = Object.entries(of).map(([ratio, figure]) => [ratio, at(own, figure) / at(base, figure)])
  return { ...own, ...Object.fromEntries(ratios) }
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
