import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildAll } from './build.ts'
import { startRelay } from './targets/relay-target.ts'
import { measureRaces } from './workloads/race.ts'

const COMPETITORS = ['ws', 'socket-io', 'colyseus'] as const
const root = join(import.meta.dirname, '../..')

it('[BENCH-3] installs the competitors from their own lockfile, and each relays every last update', async () => {
  await buildAll(COMPETITORS)
  for (const name of COMPETITORS) {
    const target = await startRelay(name)
    try {
      const { lost } = await measureRaces(target, { races: 2, seats: 2, seconds: 1, warmUpMs: 500 })
      expect([name, lost]).toEqual([name, 0])
    } finally {
      await target.close()
    }
  }
  // Their types are checked here, because `npm run check` does not have their packages.
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  execFileSync(process.execPath, [tsc, '-p', join(import.meta.dirname, 'competitors')])
})
