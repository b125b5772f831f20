import { cpus, release } from 'node:os'
import { complaint, named } from '../../infra/local/command-line.ts'
import type { Ending } from '../ending.ts'
import { changeReport } from '../reports/change-report.ts'
import { type DrillConfig, helpText, readDrillConfig } from './config.ts'
import { type DrillRow, drillTable } from './drill-table.ts'
import { type Drill, drills } from './drills.ts'
import { mergeReport } from './merge-report.ts'
import { runDrill } from './run-drill.ts'
import { meetsBar } from './verdict.ts'

const say = (line: string) => void process.stdout.write(`${line}\n`)
/** Of the drills under way. */
const endings = new Set<Ending>()
let isStopping = false

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    say('stopping …')
    isStopping = true
    void Promise.all([...endings].map(ending => ending.end())).then(() => process.exit(1))
  })
}

try {
  const config = readDrillConfig(process.argv.slice(2))
  if (config === undefined) process.stdout.write(helpText)
  else process.exitCode = (await runAll(config)) ? 0 : 1
} catch (error) {
  process.stderr.write(`ketik: ${complaint(error)}\n`)
  process.exitCode = 1
}
process.exit()

/** Whether every drill that could be done met its bar. */
async function runAll(config: DrillConfig): Promise<boolean> {
  const wanted =
    config.only.length > 0
      ? named('drill', drills, config.only)
      : drills.filter(({ telling = false }) => telling || !config.quick)
  const rows: DrillRow[] = []
  let next = 0
  const runNext = async () => {
    for (let at = next++; at < wanted.length && !isStopping; at = next++) {
      const drill = wanted[at]
      if (drill === undefined) return
      const row = await rowOf(drill, config)
      rows[at] = row
      say(drillTable([row]).split('\n').at(-1) ?? '')
    }
  }
  await Promise.all(Array.from({ length: config.atOnce }, runNext))
  const machine = `${cpus().length} × ${cpus()[0]?.model}, Linux ${release()}, Node ${process.versions.node}`
  const command = ['npm run drill --', ...process.argv.slice(2)].join(' ')
  say(`\n${command} (seed ${config.seed}) on ${machine}\n\n${drillTable(rows)}`)
  if (config.write && !isStopping) {
    const day = new Date().toISOString().slice(0, 10)
    const order = drills.map(({ name }) => name)
    const report = { command, machine, seed: config.seed, day, table: drillTable(rows), order }
    changeReport('drill table', standing => mergeReport(standing, report))
  }
  return rows.every(row => 'skipped' in row || ('verdict' in row && meetsBar(row.verdict)))
}

/** A drill that breaks down is a row too: the others go on. */
async function rowOf(drill: Drill, { seed, players, quick }: DrillConfig): Promise<DrillRow> {
  const { name, what } = drill
  const skipped = drill.whyNot?.()
  if (skipped !== undefined) return { name, what, skipped }
  let own: Ending | undefined
  const onBegin = (ending: Ending) => {
    own = ending
    endings.add(ending)
  }
  try {
    return { name, what, verdict: await runDrill(drill, { seed, players, quick, say, onBegin }) }
  } catch (error) {
    say(`${name}: ${error instanceof Error ? error.stack : error}`)
    return { name, what, failed: inOneLine(error) }
  } finally {
    if (own !== undefined) endings.delete(own)
  }
}

/** What happened, and what a process that ended said last; where its log was is of no use once the drill is over. */
function inOneLine(error: unknown): string {
  const [what = '', ...tail] = (error instanceof Error ? error.message : String(error)).split('\n')
  return [what.replace(/; its log is .*/, ''), ...tail.slice(-1)].map(line => line.trim()).join(': ')
}
