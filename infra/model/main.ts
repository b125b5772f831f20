import { parseArgs } from 'node:util'
import { reportOf } from './report.ts'
import { type Outcome, runSeed } from './schedule.ts'
import { shrink } from './shrink.ts'

const PROGRESS_EVERY_MS = 10_000
/** So many failing seeds of a rule are shrunk and shown; of the others only the number. */
const SHOWN_PER_RULE = 2

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    whole: { type: 'boolean', default: false },
  },
})
const first = Number(values.seed)
const schedules = Number(values.schedules)

/** The failing seeds of each rule. */
const failed = new Map<string, number[]>()
const startedAt = performance.now()
let toldAt = startedAt
let steps = 0
let races = 0
let virtualMs = 0

for (let done = 1; done <= schedules; done++) {
  const seed = first + done - 1
  const outcome = await runSeed(seed)
  steps += outcome.steps
  races += outcome.races
  virtualMs += outcome.virtualMs
  if (outcome.violations.length > 0) await show(seed, outcome)
  if (done < schedules && performance.now() - toldAt <= PROGRESS_EVERY_MS) continue
  toldAt = performance.now()
  console.log(
    `${done} of ${schedules} schedules from seed ${first}, ${[...failed.values()].flat().length} failed, ${races} races, ` +
      `${Math.round(steps / 1_000)} thousand steps, ${Math.round(virtualMs / 3_600_000)} h of virtual time ` +
      `in ${((toldAt - startedAt) / 1_000).toFixed(0)} s (${(process.cpuUsage().user / 1e6).toFixed(0)} s of CPU)`,
  )
}
for (const [rule, seeds] of failed)
  console.log(`${rule}: ${seeds.length} seeds: ${seeds.slice(0, 20).join(' ')}`)
process.exitCode = failed.size === 0 ? 0 : 1

async function show(seed: number, outcome: Outcome): Promise<void> {
  const { rule = '', what } = outcome.violations[0] ?? {}
  const seeds = failed.get(rule) ?? []
  failed.set(rule, [...seeds, seed])
  if (seeds.length >= SHOWN_PER_RULE) return
  const shown = values.whole ? await runSeed(seed, true) : await shrink(outcome)
  console.log(`\nseed ${seed} breaks ${rule}: ${what}\n${reportOf(shown)}`)
}
