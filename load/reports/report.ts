import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
import { fileURLToPath } from 'node:url'
import { table } from '../../infra/test/table.ts'

/** By their heads. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => string>>

const file = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url))

export const say = (line: string) => void process.stdout.write(`${line}\n`)

/** What a tool found, with a row for each thing that it ran. `more`: what it depends on, and the arguments do not tell. */
export const openReport = <Row>(tool: 'drill' | 'attack', columns: Columns<Row>, more = '') => {
  const rows: Row[] = []
  const command = [`npm run ${tool} --`, ...process.argv.slice(2)].join(' ')
  const machine = `${cpus().length} × ${cpus()[0]?.model}, Linux ${release()}, Node ${process.versions.node}`
  const how = `\`${command}\`${more}, ${new Date().toISOString().slice(0, 10)}, on ${machine}`
  return {
    /** Shows a row as soon as it is there. */
    add: (row: Row, at = rows.length) => {
      rows[at] = row
      say(tableOf(columns, [row]).split('\n').at(-1) ?? '')
    },
    show: () => say(`\n${how}:\n\n${tableOf(columns, rows)}`),
    /** Puts the rows into docs/reliability.md. Those of what was not run stay as they are. */
    write: () =>
      changeReport(`${tool} table`, standing => mergeReport(standing, how, tableOf(columns, rows))),
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
 * about stands above, as of all others. A row begins with its name.
 */
export const mergeReport = (before: string, how: string, fresh: string): string => {
  const [head = '', rule = '', ...own] = fresh.split('\n')
  const rows = new Map<string, string>()
  const runs = new Map<string, string>()
  const nameOf = (row: string) => row.split(' ')[1] ?? ''
  for (const line of before.split('\n')) {
    const [, run = '', names = ''] = RUN.exec(line) ?? []
    for (const name of names.split(', ')) runs.set(name, run)
    if (line.startsWith('| ') && line !== head && line !== rule) rows.set(nameOf(line), line)
  }
  for (const row of own) {
    rows.set(nameOf(row), row)
    runs.set(nameOf(row), how)
  }
  const namesOf = (run: string) => [...rows.keys()].filter(name => runs.get(name) === run)
  const told = [...new Set(runs.values())].filter(run => namesOf(run).length > 0)
  const lines = told.map(run => `- ${run}: ${namesOf(run).join(', ')}`)
  return [...lines, '', head, rule, ...rows.values()].join('\n')
}
