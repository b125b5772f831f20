import { graphemes } from '@ketik/race'
import { closed } from './isolate.ts'
import { widthOf } from './span.ts'

/** Half-open range of grapheme indices: one row of a wrapped text. */
export type Row = readonly [from: number, to: number]

/**
 * Breaks graphemes into rows no wider than `cols` (at least one grapheme each). A row ends after a space where it can;
 * that space belongs to the row, so that a caret on it has a cell.
 */
export const wrapRows = (cells: readonly string[], cols: number): readonly Row[] => {
  const rows: Row[] = []
  let from = 0
  let width = 0
  let breakAt = 0
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index] ?? ''
    const cellWidth = widthOf(cell)
    if (width + cellWidth > cols && index > from) {
      const to = breakAt > from ? breakAt : index
      rows.push([from, to])
      from = to
      width = cells.slice(from, index).reduce((sum, one) => sum + widthOf(one), 0)
    }
    width += cellWidth
    if (cell === ' ') breakAt = index + 1
  }
  rows.push([from, cells.length])
  return rows
}

/** A cleaned text as rows of text. */
export const wrapText = (text: string, cols: number): readonly string[] => {
  const cells = graphemes(text)
  let isOpen = false
  return wrapRows(cells, Math.max(1, cols)).map(([from, to]) => {
    const row = closed(cells.slice(from, to).join(''), isOpen)
    isOpen = row.isOpen
    return row.text
  })
}
