import type { LinkRace } from '@ketik/client'
import { cleanCell } from './clean.ts'
import type { Frame } from './frame.ts'
import { type Line, type Size, type Span, type Style, widthOf } from './span.ts'
import { type Row, wrapRows } from './wrap.ts'

const MARGIN = 1
const TEXT_COLS_MAX = 76

/**
 * The text with what is typed, wrong and left, around the caret when not all rows fit. Wrong keys mark what stands in
 * their place, so that the text never moves; those past its end are shown as they were typed.
 */
export const renderText = ({ typing, count }: LinkRace, { cols, rows }: Size): Frame => {
  const margin = cols > 20 ? MARGIN : 0
  const { correct, wrong } = typing
  const beyond = wrong.slice(Math.max(0, typing.graphemes.length - correct))
  const cells = [...typing.graphemes, ...beyond].map(cleanCell)
  const all = wrapRows(cells, Math.max(1, Math.min(TEXT_COLS_MAX, cols - 2 * margin)))
  const caret = correct + wrong.length
  const caretRow = Math.max(
    0,
    all.findLastIndex(([from]) => from <= caret),
  )
  const first = Math.max(0, Math.min(caretRow - Math.floor((rows - 1) / 2), all.length - rows))
  const shown = all.slice(first, first + rows)
  const styleAt = (index: number): Style => {
    if (count > 0) return 'dim'
    if (index < correct) return 'typed'
    return index < caret ? 'wrong' : 'rest'
  }
  const caretFrom = all[caretRow]?.[0] ?? 0
  const caretCol = cells.slice(caretFrom, caret).reduce((sum, cell) => sum + widthOf(cell), 0)
  return {
    lines: shown.map(row => rowLine(cells, row, styleAt, margin)),
    cursor: { row: caretRow - first, col: margin + caretCol },
  }
}

const rowLine = (
  cells: readonly string[],
  [from, to]: Row,
  styleAt: (index: number) => Style,
  margin: number,
): Line => {
  const spans: Span[] = margin > 0 ? [{ text: ' '.repeat(margin), style: 'plain' }] : []
  let start = from
  for (let index = from + 1; index <= to; index++) {
    if (index < to && styleAt(index) === styleAt(start)) continue
    spans.push({ text: cells.slice(start, index).join(''), style: styleAt(start) })
    start = index
  }
  return spans
}
