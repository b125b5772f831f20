/** A line that says how some drills were run: `- HOW: NAME, NAME`. */
const RUN = /^- (.*): ([a-z, -]+)$/

/**
 * The report so far with the rows of a table in place of the same drills' earlier ones, or at its end; `how` they came
 * about stands above, as of all others.
 */
export const mergeReport = (before: string, how: string, table: string): string => {
  const [head = '', rule = '', ...fresh] = table.split('\n')
  const own = fresh.map(nameOf)
  const lines = before.split('\n')
  const standing = lines.filter(line => line.startsWith('| ') && line !== head && line !== rule)
  const rows = new Map([...standing, ...fresh].map(row => [nameOf(row), row]))
  const runs = new Map<string, readonly string[]>()
  for (const line of lines) {
    const [, earlier = '', names = ''] = RUN.exec(line) ?? []
    const left = names.split(', ').filter(name => name !== '' && !own.includes(name))
    if (left.length > 0) runs.set(earlier, left)
  }
  runs.set(how, [...(runs.get(how) ?? []), ...own])
  const told = [...runs].map(([run, names]) => `- ${run}: ${names.join(', ')}`)
  return [...told, '', head, rule, ...rows.values()].join('\n')
}

const nameOf = (row: string): string => row.split(' ')[1] ?? ''
