import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url))

/** Changes a part between its marks (`<!-- NAME: begin -->`) in docs/reliability.md; what stands around it stays. */
export const changeReport = (name: string, change: (standing: string) => string): void => {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`]
  const before = readFileSync(file, 'utf8')
  const [from, to] = [before.indexOf(begin), before.indexOf(end)]
  if (from < 0 || to < 0) throw new Error(`docs/reliability.md has no marks for the ${name}`)
  const part = change(before.slice(from + begin.length, to))
  writeFileSync(file, `${before.slice(0, from)}${begin}\n\n${part}\n\n${before.slice(to)}`)
}
