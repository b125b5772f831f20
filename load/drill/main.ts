import { cpus, release } from 'node:os'
import pMap from 'p-map'
import { named, readArguments, wholeNumber } from '../../infra/local/command-line.ts'
import { Ending } from '../ending.ts'
import { changeReport } from '../reports/change-report.ts'
import { runToItsEnd } from '../run-to-its-end.ts'
import { type DrillRow, drillTable } from './drill-table.ts'
import { type Drill, drills, TELLING } from './drills.ts'
import { mergeReport } from './merge-report.ts'
import { runDrill } from './run-drill.ts'
import { meetsBar } from './verdict.ts'

const helpText = `npm run drill -- [options]     breaks a running Ketik cluster in every way we know, and counts what was lost

  --seed N        of every random choice (default 1)
  --only A,B      only the drills of these names; may be given more than once
  --quick         shorter faults, and only the four most telling drills unless --only names others
  --players N     typists racing in each drill (default 20)
  --at-once N     drills under way at once, each with a cluster of its own (default 1)
  --write         puts the rows into docs/reliability.md, in place of those drills' earlier ones
`

const say = (line: string) => void process.stdout.write(`${line}\n`)

/** Whether every drill that could be done met its bar. */
await runToItsEnd(async begin => {
  const { values } = readArguments('npm run drill', {
    options: {
      seed: { type: 'string', default: '1' },
      only: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      players: { type: 'string', default: '20' },
      'at-once': { type: 'string', default: '1' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(helpText)
    return true
  }
  const { quick } = values
  const seed = wholeNumber('--seed', values.seed, 0, 2 ** 31)
  const players = wholeNumber('--players', values.players, 2, 200)
  const atOnce = wholeNumber('--at-once', values['at-once'], 1, 8)
  const only = values.only.flatMap(names => names.split(','))
  const usual = quick ? TELLING : drills.map(({ name }) => name)
  const wanted = named('drill', drills, only.length > 0 ? only : usual)
  const work = async (drill: Drill): Promise<DrillRow> => {
    const { name, what, whyNot } = drill
    const skipped = whyNot?.()
    const ending = new Ending(error => say(`  ${name}: could not be ended in good order: ${error}`))
    await begin(Promise.resolve(ending), one => one.end())
    const run = async (): Promise<DrillRow> => {
      if (skipped !== undefined) return { name, what: `${what}: skipped, ${skipped}`, bar: '' }
      const verdict = await runDrill(drill, ending, { seed, players, quick, say })
      return { name, what, verdict, bar: meetsBar(verdict) ? 'met' : 'NOT MET' }
    }
    // A drill that breaks down is a row too: the others go on.
    const row = await run().catch((error: unknown): DrillRow => {
      say(`${name}: ${error instanceof Error ? error.stack : error}`)
      return { name, what: `${what}: ${inOneLine(error)}`, bar: 'NOT MET' }
    })
    say(drillTable([row]).split('\n').at(-1) ?? '')
    return row
  }
  const rows = await pMap(wanted, work, { concurrency: atOnce })
  await begin(Promise.resolve(), () => {}) // rejects when the program was told to stop: then nothing is written
  const machine = `${cpus().length} × ${cpus()[0]?.model}, Linux ${release()}, Node ${process.versions.node}`
  const command = ['npm run drill --', ...process.argv.slice(2)].join(' ')
  const table = drillTable(rows)
  say(`\n${command} (seed ${seed}) on ${machine}\n\n${table}`)
  const how = `\`${command}\`, seed ${seed}, ${new Date().toISOString().slice(0, 10)}, on ${machine}`
  if (values.write) changeReport('drill table', standing => mergeReport(standing, how, table))
  return rows.every(({ bar }) => bar !== 'NOT MET')
})

/** What happened, and what a process that ended said last; where its log was is of no use once the drill is over. */
function inOneLine(error: unknown): string {
  const [what = '', ...tail] = (error instanceof Error ? error.message : String(error)).split('\n')
  return [what.replace(/; its log is .*/, ''), ...tail.slice(-1)].map(line => line.trim()).join(': ')
}
