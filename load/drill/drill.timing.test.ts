import { expect, it } from 'vitest'
import { isFullSize } from '../../infra/test/proof/full-size.ts'
import { Ending } from '../ending.ts'
import { tableOf } from '../reports/report.ts'
import { DRILL_COLUMNS } from './drill-table.ts'
import { drills } from './drills.ts'
import { runDrill } from './run-drill.ts'
import { losesNothing, meetsBar, type Verdict } from './verdict.ts'

const QUICK_SEED = 1

const quickly = async (name: string): Promise<Verdict> => {
  const drill = drills.find(one => one.name === name)
  if (drill === undefined) throw new Error(`no drill ${name}`)
  const told: string[] = []
  const say = (line: unknown) => void told.push(String(line))
  const verdict = await runDrill(drill, new Ending(say), { seed: QUICK_SEED, players: 8, quick: true, say })
  const row = tableOf(DRILL_COLUMNS, [{ ...drill, verdict, bar: '' }])
  expect(verdict.stored, row).toBeGreaterThan(0)
  expect(losesNothing(verdict), [...told, row].join('\n')).toBe(true)
  return verdict
}

// Side by side: most of a drill is waiting for people to type.
it.concurrent('[DRILL-1] a gateway killed in mid-race', async () => {
  const verdict = await quickly('gateway-kill')
  if (isFullSize()) expect(meetsBar(verdict)).toBe(true)
}, 600_000)
it.concurrent(
  '[DRILL-2] Redis killed and back from its file',
  async () => void (await quickly('redis-kill')),
  600_000,
)
it.concurrent(
  '[DRILL-3] the whole cluster restarted in mid-race',
  async () => void (await quickly('restart')),
  600_000,
)
it.concurrent(
  '[DRILL-4] a gateway and Redis killed at once',
  async () => void (await quickly('gateway-and-redis')),
  600_000,
)
