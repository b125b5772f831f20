import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
import { fileURLToPath } from 'node:url'
import { table } from '../../infra/test/table.ts'

/** By their heads. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => string>>

const file = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url))

export const say = (line: string) => void process.stdout.write(`${line}\n`)

/** What a tool found, with a row for each thing that it ran; the first column has its name. */
export class Report<Row> {
  readonly #rows: Row[] = []
  readonly #how: string

  /** `more`: what the row depends on, and the arguments do not tell. */
  constructor(
    private readonly tool: 'drill' | 'attack',
    private readonly columns: Columns<Row>,
    more = '',
  ) {
    const command = [`npm run ${tool} --`, ...process.argv.slice(2)].join(' ')
    const machine = `${cpus().length} × ${cpus()[0]?.model}, Linux ${release()}, Node ${process.versions.node}`
    this.#how = `\`${command}\`${more}, ${new Date().toISOString().slice(0, 10)}, on ${machine}`
  }

  /** Shows a row as soon as it is there. */
  add(row: Row, at = this.#rows.length): void {
    this.#rows[at] = row
    say(tableOf(this.columns, [row]).split('\n').at(-1) ?? '')
  }

  show(): void {
    say(`\n${this.#how}:\n\n${tableOf(this.columns, this.#rows)}`)
  }

  /** Puts the rows into docs/reliability.md. Those of what was not run stay as they are. */
  write(): void {
    const fresh = tableOf(this.columns, this.#rows)
    changeReport(`${this.tool} table`, standing => mergeReport(standing, this.#how, fresh))
  }
}

/** As Markdown, which a terminal shows well enough. */
export const tableOf = <Row>(columns: Columns<Row>, rows: readonly Row[]): string =>
  table(
    Object.keys(columns),
    rows.map(row => Object.values(columns).map(cell => cell(row))),
  )

/** Changes a part between its marks (`<!-- NAME: begin -->`) in docs/reliability.md; what stands around it stays. */
export const changeReport = (name: string, change: (standing: string) => string): void => {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`]
  const before = readFileSync(file, 'utf8')
  const [from, to] = [before.indexOf(begin), before.indexOf(end)]
  if (from < 0 || to < 0) throw new Error(`docs/reliability.md has no marks for the ${name}`)
  const part = change(before.slice(from + begin.length, to))
  writeFileSync(file, `${before.slice(0, from)}${begin}\n\n${part}\n\n${before.slice(to)}`)
}

/** A line that says how some rows came about: `- HOW: NAME, NAME`. */
const RUN = /^- (.*): ([a-z, -]+)$/

/**
 * The report so far with the rows of a table in place of earlier ones of the same names, or at its end; `how` they came
 * about stands above, as of all others.
 */
export const mergeReport = (before: string, how: string, fresh: string): string => {
  const [head = '', rule = '', ...own] = fresh.split('\n')
  const names = own.map(nameOf)
  const lines = before.split('\n')
  const standing = lines.filter(line => line.startsWith('| ') && line !== head && line !== rule)
  const rows = new Map([...standing, ...own].map(row => [nameOf(row), row]))
  const runs = new Map<string, readonly string[]>()
  for (const line of lines) {
    const [, earlier = '', told = ''] = RUN.exec(line) ?? []
    const left = told.split(', ').filter(name => name !== '' && !names.includes(name))
    if (left.length > 0) runs.set(earlier, left)
  }
  runs.set(how, [...(runs.get(how) ?? []), ...names])
  const told = [...runs].map(([run, names]) => `- ${run}: ${names.join(', ')}`)
  return [...told, '', head, rule, ...rows.values()].join('\n')
}

const nameOf = (row: string): string => row.split(' ')[1] ?? ''
