import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { confusion, confusionTable } from './confusion.ts'

const SEEDS = 1_000
const MARKED = /(<!-- confusion table: begin -->)[\s\S]*(<!-- confusion table: end -->)/

const table = confusionTable(confusion(SEEDS))
process.stdout.write(`${SEEDS} logs of each row\n\n${table}\n`)
if (process.argv.includes('--write')) {
  const page = fileURLToPath(new URL('../../../docs/honesty.md', import.meta.url))
  const text = readFileSync(page, 'utf8').replace(MARKED, (_, begin, end) => `${begin}\n\n${table}\n\n${end}`)
  writeFileSync(page, text)
}
