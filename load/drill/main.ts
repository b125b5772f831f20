import { cpus, release } from 'node:os'
import { named } from '../../infra/local/command-line.ts'
import { Ending } from '../ending.ts'
import { inTurns } from '../in-turns.ts'
import { changeReport } from '../reports/change-report.ts'
import { type Begin, runToItsEnd } from '../run-to-its-end.ts'
import { type DrillConfig, helpText, readDrillConfig } from './config.ts'
import { type DrillRow, drillTable } from './drill-table.ts'
import { type Drill, drills } from './drills.ts'
import { mergeReport } from './merge-report.ts'
import { runDrill } from './run-drill.ts'
import { meetsBar } from './verdict.ts'

const say = (line: string) => void process.stdout.write(`${line}\n`)

await runToItsEnd(async begin => {
  const config = readDrillConfig(process.argv.slice(2))
  if (config !== undefined) return await runAll(config, begin)
  process.stdout.write(helpText)
  return true
})

/** Whether every drill that could be done met its bar. */
async function runAll(config: DrillConfig, begin: Begin): Promise<boolean> {
  const wanted =
    config.only.length > 0
      ? named('drill', drills, config.only)
      : drills.filter(({ telling = false }) => telling || !config.quick)
  const rows: DrillRow[] = []
  await inTurns(wanted, config.atOnce, async (drill, at) => {
    const row = await rowOf(drill, config, begin)
    rows[at] = row
    say(drillTable([row]).split('\n').at(-1) ?? '')
  })
  await begin(Promise.resolve(), () => {}) // rejects when the program was told to stop: then nothing is written
  const machine = `${cpus().length} × ${cpus()[0]?.model}, Linux ${release()}, Node ${process.versions.node}`
  const command = ['npm run drill --', ...process.argv.slice(2)].join(' ')
  say(`\n${command} (seed ${config.seed}) on ${machine}\n\n${drillTable(rows)}`)
  if (config.write) {
    const day = new Date().toISOString().slice(0, 10)
    const order = drills.map(({ name }) => name)
    const report = { command, machine, seed: config.seed, day, table: drillTable(rows), order }
    changeReport('drill table', standing => mergeReport(standing, report))
  }
  return rows.every(row => 'skipped' in row || ('verdict' in row && meetsBar(row.verdict)))
}

/** A drill that breaks down is a row too: the others go on. */
async function rowOf(drill: Drill, { seed, players, quick }: DrillConfig, begin: Begin): Promise<DrillRow> {
  const { name, what } = drill
  const skipped = drill.whyNot?.()
  if (skipped !== undefined) return { name, what, skipped }
  const ending = new Ending(error => say(`  ${name}: could not be ended in good order: ${error}`))
  await begin(Promise.resolve(ending), one => one.end())
  try {
    return { name, what, verdict: await runDrill(drill, ending, { seed, players, quick, say }) }
  } catch (error) {
    say(`${name}: ${error instanceof Error ? error.stack : error}`)
    return { name, what, failed: inOneLine(error) }
  }
}

/** What happened, and what a process that ended said last; where its log was is of no use once the drill is over. */
function inOneLine(error: unknown): string {
  const [what = '', ...tail] = (error instanceof Error ? error.message : String(error)).split('\n')
  return [what.replace(/; its log is .*/, ''), ...tail.slice(-1)].map(line => line.trim()).join(': ')
}
