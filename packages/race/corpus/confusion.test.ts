import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Confusion, confusion, confusionTable } from './confusion.ts'

const SEEDS = 150
const table: Confusion = confusion(SEEDS)
process.stdout.write(`${SEEDS} logs of each row\n${confusionTable(table)}\n`)

test.each(table.honest)('[R28] $name: nobody refused, hardly anybody in review', ({ name, shares }) => {
  expect(shares.refused).toBe(0)
  expect(shares.review).toBeLessThanOrEqual(name.startsWith('fastest') ? 0.03 : 0.01)
})

test.each(table['honest, in doubt'])('[R28] $name: nobody refused', ({ shares }) => {
  expect(shares.refused).toBe(0)
})

test.each(table.cheats)('[R54] $name: caught', ({ shares }) => {
  expect(shares.accepted).toBe(0)
})

test('[R54] the table of docs/honesty.md has the same rows', () => {
  const page = readFileSync(new URL('../../../docs/honesty.md', import.meta.url), 'utf8')
  const names = Object.values(table).flatMap(rows => rows.map(({ name }) => name))
  expect(names.filter(name => !page.includes(`| ${name} | `))).toEqual([])
})
