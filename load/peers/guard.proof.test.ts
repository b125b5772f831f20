import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it, type TestContext } from 'vitest'
import { prove } from '../../infra/test/proof/prove.ts'
import { median } from '../../infra/test/quantile.ts'
import { Ending } from '../ending.ts'
import { buildAll } from './build.ts'
import { runWorkload } from './run-workload.ts'
import { TARGETS } from './targets/targets.ts'
import type { Workload } from './workload.ts'
import { racesOf } from './workloads/races.ts'

const targets = TARGETS.filter(({ name }) => name === 'bare' || name === 'ketik')
const MARGIN = 1.2
const ROUNDS_MAX = 3
const SECONDS = 3
const WARM_UP_MS = 2_000
const TIMEOUT_MS = 240_000
const recorded = JSON.parse(readFileSync(join(import.meta.dirname, 'recorded.json'), 'utf8')) as {
  readonly duel: number
  readonly pack: number
}

beforeAll(() => buildAll([]))

it(
  '[BENCH-1] a duel costs no more than recorded, relative to the bare relay',
  async ({ task }) => {
    const duel = racesOf({ name: 'duel', races: 200, seats: 2, warmUpMs: WARM_UP_MS, most: recorded.duel })
    await guard(task, duel, recorded.duel)
  },
  TIMEOUT_MS,
)

it(
  '[BENCH-2] a pack of five costs no more than recorded, relative to the bare relay',
  async ({ task }) => {
    const pack = racesOf({ name: 'pack', races: 80, seats: 5, warmUpMs: WARM_UP_MS, most: recorded.pack })
    await guard(task, pack, recorded.pack)
  },
  TIMEOUT_MS,
)

/** One round settles it when it holds; otherwise the median of three, since the machine may have been busy with something else. */
const guard = async (task: TestContext['task'], races: Workload, ratio: number): Promise<void> => {
  const ratios: number[] = []
  const measure = async () => {
    const options = { targets, rounds: 1, seconds: SECONDS }
    const { rows } = await runWorkload(races, options, line => console.log(line), new Ending())
    const ketik = rows.find(({ row }) => row === 'ketik')?.figures
    expect(ketik?.['lost']).toBe(0)
    ratios.push(ketik?.['toBare'] ?? Number.NaN)
  }
  await measure()
  while (median(ratios) > ratio * MARGIN && ratios.length < ROUNDS_MAX) await measure()
  const measured = median(ratios)
  prove(
    { task },
    { what: `CPU ÷ bare relay, recorded ${ratio}`, measured, most: ratio * MARGIN, unit: 'times' },
  )
}
