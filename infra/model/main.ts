import { parseArgs } from 'node:util'
import { reportOf } from './report.ts'
import { type Outcome, runSchedule } from './schedule.ts'
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
const sum = { races: 0, steps: 0, virtualMs: 0 }
let toldAt = performance.now()

for (let done = 1; done <= schedules; done++) {
  const seed = first + done - 1
  const outcome = await runSchedule(seed)
  sum.steps += outcome.steps
  sum.races += outcome.races
  sum.virtualMs += outcome.virtualMs
  if (outcome.violations.length > 0) await show(seed, outcome)
  if (done < schedules && performance.now() - toldAt <= PROGRESS_EVERY_MS) continue
  toldAt = performance.now()
  console.log(
    `${done} of ${schedules} schedules from seed ${first}, ${[...failed.values()].flat().length} failed, ${sum.races} races, ` +
      `${Math.round(sum.steps / 1_000)} thousand steps, ${Math.round(sum.virtualMs / 3_600_000)} h of virtual time ` +
      `in ${process.uptime().toFixed(0)} s (${(process.cpuUsage().user / 1e6).toFixed(0)} s of CPU)`,
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
  const shown = values.whole ? await runSchedule(seed, { isTraced: true }) : await shrink(outcome)
  console.log(`\nseed ${seed} breaks ${rule}: ${what}\n${reportOf(shown)}`)
}
