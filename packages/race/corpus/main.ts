import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { confusion } from './confusion.ts'
import { confusionTable } from './confusion-table.ts'
import type { Half } from './seeds.ts'
import { sweepTable } from './sweep.ts'

const SIZE = { honest: 400, cheats: 300, erring: 100 } as const
const MARKED = /(<!-- confusion table: begin -->)[\s\S]*(<!-- confusion table: end -->)/

/** `--tuning`: the half on which limits are chosen. `--sweep`: how its logs fare with other limits. `--write`: into the page. */
const options = process.argv.slice(2)
const half: Half = options.includes('--tuning') ? 'tuning' : 'held-out'

if (options.includes('--sweep')) {
  process.stdout.write(`${sweepTable('tuning', 300)}\n`)
} else {
  const table = confusionTable(confusion(half, SIZE))
  const note = `${SIZE.honest} logs of each typist, ${SIZE.cheats} of each cheat, and ${SIZE.erring} with each share of errors; ${half} half of the seeds.`
  process.stdout.write(`${note}\n\n${table}\n`)
  if (options.includes('--write') && half === 'held-out') {
    const page = fileURLToPath(new URL('../../../docs/honesty.md', import.meta.url))
    const text = readFileSync(page, 'utf8').replace(
      MARKED,
      (_, begin, end) => `${begin}\n\n${note}\n\n${table}\n\n${end}`,
    )
    writeFileSync(page, text)
  }
}
