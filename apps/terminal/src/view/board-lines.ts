import type { BoardRow } from '@ketik/protocol'
import type { Words } from '../words/words.ts'
import { figure, percent } from './figure.ts'
import { isolated } from './isolate.ts'
import { type Line, line } from './span.ts'
import { type Column, tableLines } from './table.ts'
import { wrapText } from './wrap.ts'

/** A leaderboard, a row for each; what does not fit is left out, the least important first. */
export const boardLines = (rows: readonly BoardRow[], words: Words, cols: number): readonly Line[] => {
  if (rows.length === 0) return [line(`  ${words.boardEmpty}`, 'dim')]
  const columns: readonly Column<BoardRow>[] = [
    { title: '', width: 4, keep: 3, cell: ({ rank }) => `${rank}.` },
    { title: words.racer, width: 'rest', keep: 4, cell: ({ username }) => isolated(username) },
    {
      title: words.words,
      width: 7,
      keep: 3,
      cell: row => `${isByArrival(row) ? BY_ARRIVAL : ''}${figure(row.wpm)}`,
    },
    { title: words.accuracy, width: 10, keep: 2, cell: ({ accuracy }) => percent(accuracy) },
    { title: words.races, width: 9, keep: 1, cell: ({ races }) => String(races) },
  ]
  const table = tableLines(columns, rows, cols, () => 'plain')
  if (!rows.some(isByArrival)) return table
  return [...table, ...wrapText(`${BY_ARRIVAL} ${words.boardByArrival}`, cols).map(row => line(row, 'dim'))]
}

/** Stands before a speed that no keystrokes verify. */
const BY_ARRIVAL = '~'
const isByArrival = ({ timed }: BoardRow): boolean => timed === 'arrival'
