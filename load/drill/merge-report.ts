/** What one run of some drills has to say. */
export type Report = {
  readonly command: string
  readonly machine: string
  readonly seed: number
  /** As YYYY-MM-DD. */
  readonly day: string
  /** A Markdown table; the first cell of a row is the drill's name. */
  readonly table: string
  /** The names of all drills, in the order of the table. */
  readonly order: readonly string[]
}

/** A line that says how some drills were run: `- HOW: NAME, NAME`. */
const RUN = /^- (.*): ([a-z, -]+)$/
const ROW = /^\| ([a-z][a-z-]*) \|/

/** The report so far with this run's rows in place of the same drills' earlier ones; every row's run is told above. */
export const mergeReport = (before: string, report: Report): string => {
  const [head = '', rule = '', ...fresh] = report.table.split('\n')
  const known = [...before.split('\n').filter(isRow), ...fresh]
  const rows = new Map(known.map(row => [nameOf(row), row]))
  const own = new Set(fresh.map(nameOf))
  const runs = new Map<string, readonly string[]>()
  for (const line of before.split('\n')) {
    const [, how = '', names = ''] = RUN.exec(line) ?? []
    const left = names.split(', ').filter(name => name !== '' && !own.has(name))
    if (left.length > 0) runs.set(how, left)
  }
  const { command, machine, seed, day } = report
  const how = `\`${command}\`, seed ${seed}, ${day}, on ${machine}`
  runs.set(how, [...(runs.get(how) ?? []), ...own])
  const inOrder = report.order.filter(name => rows.has(name))
  return [
    ...[...runs].map(([how, names]) => `- ${how}: ${names.join(', ')}`),
    '',
    head,
    rule,
    ...inOrder.map(name => rows.get(name)),
  ].join('\n')
}

const nameOf = (row: string): string => ROW.exec(row)?.[1] ?? ''

/** Of a drill, and not the table's head. */
const isRow = (line: string): boolean => ROW.test(line) && nameOf(line) !== 'drill'
