import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildAll } from './build.ts'
import { withTarget } from './targets/target.ts'
import { TARGETS } from './targets/targets.ts'
import { measureRaces } from './workloads/races.ts'

const COMPETITORS = TARGETS.filter(({ isCompetitor }) => isCompetitor)
const root = join(import.meta.dirname, '../..')

it('[BENCH-3] installs the competitors from their own lockfile, and each relays every last update', async () => {
  await buildAll(COMPETITORS.map(({ name }) => name))
  expect(COMPETITORS).toHaveLength(3)
  for (const { name, start } of COMPETITORS) {
    const shape = { races: 2, seats: 2, seconds: 1, warmUpMs: 500 }
    const { lost } = await withTarget(start(undefined), target => measureRaces(target, shape))
    expect([name, lost]).toEqual([name, 0])
  }
  // Their types are checked here, because `npm run check` does not have their packages.
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  execFileSync(process.execPath, [tsc, '-p', join(import.meta.dirname, 'competitors')])
})
