import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

export type Report = {
  readonly command: string
  readonly machine: string
  readonly seed: number
  readonly table: string
}

const file = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url))
const BEGIN = '<!-- drill table: begin -->'
const END = '<!-- drill table: end -->'

/** Puts the table between its marks in docs/reliability.md; what stands around it stays. */
export const writeReport = ({ command, machine, seed, table }: Report): void => {
  const day = new Date().toISOString().slice(0, 10)
  const part = `${BEGIN}\n\n\`${command}\`, seed ${seed}, ${day}, on ${machine}:\n\n${table}\n\n${END}`
  const before = existsSync(file) ? readFileSync(file, 'utf8') : `# Reliability\n\n${BEGIN}${END}\n`
  const [from, to] = [before.indexOf(BEGIN), before.indexOf(END)]
  const after =
    from < 0 || to < 0
      ? `${before}\n${part}\n`
      : `${before.slice(0, from)}${part}${before.slice(to + END.length)}`
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, after)
}
