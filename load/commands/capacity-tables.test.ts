import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { clusterTable } from './capacity-tables.ts'

it('[LOAD-9] docs/capacity.md shows the sizes that the costs give', () => {
  const document = readFileSync(join(import.meta.dirname, '../../docs/capacity.md'), 'utf8')
  expect(document).toContain(clusterTable())
})
