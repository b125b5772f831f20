import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { confusion } from './confusion.ts'
import { confusionTable, rowStart } from './confusion-table.ts'
import { CHEAT_GROUPS, HONEST_GROUPS } from './groups.ts'

const SIZE = { honest: 150, cheats: 100, erring: 30 } as const
const table = confusion('held-out', SIZE)
process.stdout.write(
  `${SIZE.honest} logs of each typist, ${SIZE.cheats} of each cheat\n${confusionTable(table)}\n`,
)

test.each(table.honest)('[RACE-28] $name: nobody refused, few in review', ({ shares, group }) => {
  expect(shares.refused).toBeLessThanOrEqual(group.refusedMax ?? 1)
  expect(shares.review).toBeLessThanOrEqual(group.reviewMax ?? 1)
})

test.each(table.cheats)('[RACE-54] $name: caught', ({ shares, group }) => {
  expect(shares.accepted).toBeLessThanOrEqual(group.acceptedMax ?? 1)
})

test.each(table.cheats)('[HONESTY-2] $name: errors do not help', ({ withErrors = [], group }) => {
  const accepted = withErrors.reduce((sum, share) => sum + share, 0) / withErrors.length
  expect(accepted).toBeLessThanOrEqual(group.acceptedWithErrorsMax ?? 1)
})

test('[HONESTY-6] docs/honesty.md has a line for every row and every bar', () => {
  const page = readFileSync(new URL('../../../docs/honesty.md', import.meta.url), 'utf8')
  const rows = [...table.honest, ...table.cheats].map(rowStart)
  const bars = [...HONEST_GROUPS, ...CHEAT_GROUPS].map(({ title }) => `| **${title}** |`)
  const lines = page.split('\n').filter(line => line.startsWith('| '))
  const missing = [...rows, ...bars].filter(start => !lines.some(line => line.startsWith(start)))
  expect(missing).toEqual([])
  const known = [...rows, ...bars, '| who types |', '| cheat |', '| --- |', '| signal |', '| `']
  expect(lines.filter(line => !known.some(start => line.startsWith(start)))).toEqual([])
})
