import { median } from '../../infra/test/quantile.ts'
import { table } from '../../infra/test/table.ts'
import { withTarget } from './targets/target.ts'
import type { Bar, BenchOptions, Figures, Workload } from './workload.ts'

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
): Promise<Measured> => {
  const { name: workloadName, about, bars, columns, doubts = () => [] } = workload
  const shown = Object.entries(columns).map(([figure, [title, digits]]) => ({ figure, title, digits }))
  const wanted = workload.rows(options)
  const count = workload.isOnce ? 1 : options.rounds
  const rounds: ReadonlyMap<string, Figures>[] = []
  for (let round = 1; round <= count; round++) {
    const results = new Map<string, Figures>()
    for (const { name, start } of wanted) {
      // A profile has a cost of its own: it distorts one round alone.
      const asked = round === count ? options : { ...options, profile: undefined }
      const figures = await withTarget(start(asked.profile), one => workload.measure(one, name, asked))
      results.set(name, figures)
      const cells = shown
        .filter(({ figure }) => figure in figures)
        .map(({ figure, title, digits }) => `${title} ${figures[figure]?.toFixed(digits)}`)
      say(`round ${round}: ${name}: ${cells.join(', ')}`)
    }
    rounds.push(withRatios(results, workload.ratios))
  }
  const rows = wanted.map(({ name }) => summaryOf(name, columns, rounds))
  const head = [workloadName, ...shown.map(({ title }) => title)]
  const cells = rows.map(({ row, figures }) => [
    row,
    ...shown.map(({ figure, digits }) => (figures[figure] ?? Number.NaN).toFixed(digits)),
  ])
  return {
    workload: workloadName,
    rows,
    text: [
      `${about(options)}\n`,
      table(head, cells),
      ...rows.flatMap(({ row, figures }) => doubts(row, figures)),
    ].join('\n'),
    verdicts: bars.flatMap(bar =>
      rows.filter(({ row }) => row === bar.row).map(({ figures }) => verdict(bar, figures)),
    ),
  }
}

const withRatios = (
  results: ReadonlyMap<string, Figures>,
  { to, of }: NonNullable<Workload['ratios']> = { to: '', of: {} },
): ReadonlyMap<string, Figures> => {
  const base = results.get(to) ?? {}
  const ratiosOf = (own: Figures) =>
    Object.entries(of).map(([ratio, figure]) => [ratio, (own[figure] ?? 0) / (base[figure] ?? Number.NaN)])
  return new Map([...results].map(([row, own]) => [row, { ...own, ...Object.fromEntries(ratiosOf(own)) }]))
}

const summaryOf = (
  row: string,
  columns: Workload['columns'],
  all: readonly ReadonlyMap<string, Figures>[],
): RowSummary => {
  const rounds = all.map(results => results.get(row) ?? {})
  const figures = Object.entries(columns).map(([figure, [, , over = median]]) => [
    figure,
    over(rounds.map(round => round[figure] ?? Number.NaN)),
  ])
  return { row, figures: Object.fromEntries(figures), rounds }
}

const verdict = ({ what, figure, most, exactly }: Bar, figures: Figures): readonly string[] => {
  const measured = figures[figure] ?? Number.NaN
  const isMet = measured === exactly || (most !== undefined && measured <= most)
  const digits = Number.isInteger(measured) || Math.abs(measured) >= 10 ? 0 : 2
  return [what, `${exactly ?? `≤ ${most}`}`, measured.toFixed(digits), isMet ? 'met' : 'missed']
}
