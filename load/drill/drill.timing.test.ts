import { expect, it } from 'vitest'
import { drillTable } from './drill-table.ts'
import { drills } from './drills.ts'
import { runDrill } from './run-drill.ts'
import { meetsBar } from './verdict.ts'

const QUICK_SEED = 1

const quickly = async (name: string): Promise<void> => {
  const drill = drills.find(one => one.name === name)
  if (drill === undefined) throw new Error(`no drill ${name}`)
  const told: string[] = []
  const say = (line: string) => void told.push(line)
  const verdict = await runDrill(drill, { seed: QUICK_SEED, players: 8, quick: true, say })
  const row = drillTable([{ name, what: drill.what, verdict }])
  expect(verdict.stored, row).toBeGreaterThan(0)
  expect(meetsBar(verdict), [...told, row].join('\n')).toBe(true)
}

// Side by side: most of a drill is waiting for people to type.
it.concurrent('[Z1] a gateway killed in mid-race', () => quickly('gateway-kill'), 180_000)
it.concurrent('[Z2] Redis killed and back from its file', () => quickly('redis-kill'), 180_000)
it.concurrent('[Z3] the whole cluster restarted in mid-race', () => quickly('restart'), 180_000)
it.concurrent('[Z4] a gateway and Redis killed at once', () => quickly('gateway-and-redis'), 180_000)
