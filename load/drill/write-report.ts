import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mergeReport, type Report } from './merge-report.ts'

const file = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url))
const BEGIN = '<!-- drill table: begin -->'
const END = '<!-- drill table: end -->'

/** Puts the rows between the marks in docs/reliability.md; what stands around them stays. */
export const writeReport = (report: Report): void => {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '# Reliability\n'
  const [from, to] = [before.indexOf(BEGIN), before.indexOf(END)]
  const [head, part, tail] =
    from < 0 || to < 0
      ? [`${before}\n`, '', '\n']
      : [before.slice(0, from), before.slice(from + BEGIN.length, to), before.slice(to + END.length)]
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${head}${BEGIN}\n\n${mergeReport(part, report)}\n\n${END}${tail}`)
}
