import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const SOURCE = join(import.meta.dirname, '..')

it('[WEB-45] every part that is fetched late is fetched in one place', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
    path => /\.tsx?$/.test(path) && !path.includes('.test.'),
  )
  const fetching = files.filter(path => /\bimport\(\s*['"`.]/.test(readFileSync(join(SOURCE, path), 'utf8')))
  expect(fetching).toEqual([join('late', 'late-parts.ts')])
})
