import { parseArgs } from 'node:util'
import { reportOf } from './report.ts'
import { type Outcome, runSeed } from './schedule.ts'
import { shrink } from './shrink.ts'
import { realNow } from './virtual-time.ts'

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

const failed = new Map<string, number[]>()
const totals = { steps: 0, races: 0, virtualMs: 0 }
const startedAt = realNow()
let toldAt = startedAt

for (let done = 0; done < schedules; done++) {
  const seed = first + done
  const outcome = await runSeed(seed)
  totals.steps += outcome.steps
  totals.races += outcome.races
  totals.virtualMs += outcome.virtualMs
  if (outcome.violations.length > 0) await show(seed, outcome)
  if (realNow() - toldAt > PROGRESS_EVERY_MS) {
    toldAt = realNow()
    say(done + 1)
  }
}
say(schedules)
for (const [rule, seeds] of failed)
  console.log(`${rule}: ${seeds.length} seeds: ${seeds.slice(0, 20).join(' ')}`)
process.exitCode = failed.size === 0 ? 0 : 1

async function show(seed: number, outcome: Outcome): Promise<void> {
  const rule = outcome.violations[0]?.rule ?? ''
  const seeds = failed.get(rule) ?? []
  failed.set(rule, [...seeds, seed])
  if (seeds.length >= SHOWN_PER_RULE) return
  const shown = values.whole ? await runSeed(seed, true) : await shrink(outcome)
  console.log(`\nseed ${seed} breaks ${rule}: ${outcome.violations[0]?.what}`)
  console.log(reportOf(shown))
}

function say(done: number): void {
  const seconds = (realNow() - startedAt) / 1_000
  const faults = [...failed.values()].reduce((sum, seeds) => sum + seeds.length, 0)
  console.log(
    `${done} of ${schedules} schedules from seed ${first}, ${faults} failed, ${totals.races} races, ` +
      `${Math.round(totals.steps / 1_000)} thousand steps, ${Math.round(totals.virtualMs / 3_600_000)} h of virtual time ` +
      `in ${seconds.toFixed(0)} s (${(process.cpuUsage().user / 1e6).toFixed(0)} s of CPU)`,
  )
}
