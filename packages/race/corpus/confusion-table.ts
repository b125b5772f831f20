import type { Confusion, Row } from './confusion.ts'
import type { Group } from './groups.ts'

type Table = { readonly heads: readonly string[]; readonly cells: (row: Row) => readonly string[] }

const HONEST: Table = {
  heads: ['who types', 'accepted', 'review', 'refused', 'signals'],
  cells: ({ name, shares, signals }) => [name, ...verdicts(shares), signals.join(', ')],
}
const CHEATS: Table = {
  heads: ['cheat', 'accepted', 'review', 'refused', 'accepted with 1, 2, 4 % errors', 'signals'],
  cells: ({ name, shares, withErrors = [], signals }) => [
    name,
    ...verdicts(shares),
    withErrors.every(share => share === 0) ? '–' : withErrors.map(percent).join(', '),
    signals.join(', '),
  ],
}

/** Two tables as Markdown: the honest and the cheats, with a line for each group. */
export function confusionTable({ honest, cheats }: Confusion): string {
  return `${markdown(HONEST, honest)}\n\n${markdown(CHEATS, cheats)}`
}

/** The line of a group in the table. A test compares it, and so the bars, with the page. */
const groupLine = ({ title }: Group, columns: number): string => `| **${title}** |${' |'.repeat(columns - 1)}`

/** What every row of the page begins with. */
export const rowStart = ({ name }: Pick<Row, 'name'>): string => `| ${name} | `

function markdown({ heads, cells }: Table, rows: readonly Row[]): string {
  const lines = [lineOf(heads), lineOf(heads.map(() => '---'))]
  for (const [index, row] of rows.entries()) {
    if (rows[index - 1]?.group !== row.group) lines.push(groupLine(row.group, heads.length))
    lines.push(lineOf(cells(row)))
  }
  return lines.join('\n')
}

const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const verdicts = ({ accepted, review, refused }: Row['shares']): readonly string[] =>
  [accepted, review, refused].map(percent)
const percent = (share: number): string => (share === 0 ? '–' : `${Math.round(share * 1_000) / 10} %`)
