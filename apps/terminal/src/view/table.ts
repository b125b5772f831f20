import { fit, fitRight, type Line, type Style } from './span.ts'

export type Column<Row> = {
  readonly title: string
  /** In columns; one of them takes the rest and stands to the left, the others to the right. */
  readonly width: number | 'rest'
  /** Where there is no room, the columns with the lowest number go first. */
  readonly keep: number
  readonly cell: (row: Row) => string
}

const REST_MIN = 8
const REST_MAX = 26

export const tableLines = <Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  cols: number,
  styleOf: (row: Row) => Style,
): readonly Line[] => {
  const shown = fitting(columns, cols)
  const rest = Math.max(1, Math.min(REST_MAX, cols - fixedWidth(shown)))
  const row = (textOf: (column: Column<Row>) => string, style: Style): Line => [
    {
      text: shown
        .map(column =>
          column.width === 'rest' ? fit(textOf(column), rest) : fitRight(textOf(column), column.width),
        )
        .join(' '),
      style,
    },
  ]
  return [row(({ title }) => title, 'dim'), ...rows.map(one => row(({ cell }) => cell(one), styleOf(one)))]
}

const fixedWidth = <Row>(columns: readonly Column<Row>[]): number =>
  columns.reduce((sum, { width }) => sum + (width === 'rest' ? 0 : width), columns.length - 1)

const fitting = <Row>(columns: readonly Column<Row>[], cols: number): readonly Column<Row>[] => {
  if (columns.length <= 1 || fixedWidth(columns) + REST_MIN <= cols) return columns
  const least = Math.min(...columns.map(({ keep }) => keep))
  const last = columns.findLastIndex(({ keep }) => keep === least)
  return fitting(columns.toSpliced(last, 1), cols)
}
