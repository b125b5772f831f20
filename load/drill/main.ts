import pMap from 'p-map'
import { named, readArguments, wholeNumber } from '../../infra/local/command-line.ts'
import { Ending, runToItsEnd } from '../ending.ts'
import { openReport, say } from '../reports/report.ts'
import { DRILL_COLUMNS, type DrillRow } from './drill-table.ts'
import { type Drill, drills } from './drills.ts'
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

/** Whether every drill that could be done met its bar. */
await runToItsEnd(async program => {
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
  const usual = drills.filter(({ isTelling = false }) => isTelling || !quick)
  const report = openReport('drill', DRILL_COLUMNS, `, seed ${seed}`)
  let isWell = true
  const work = async (drill: Drill, at: number): Promise<void> => {
    const { name, what, whyNot } = drill
    const ending = new Ending(error => say(`  ${name}: could not be ended in good order: ${error}`))
    await program.begin(Promise.resolve(ending), one => one.end())
    const run = async (): Promise<DrillRow> => {
      const skipped = whyNot?.()
      if (skipped !== undefined) return { name, what: `${what}: skipped, ${skipped}`, bar: '' }
      const verdict = await runDrill(drill, ending, { seed, players, quick, say })
      return { name, what, verdict, bar: meetsBar(verdict) ? 'met' : 'NOT MET' }
    }
    // A drill that breaks down is a row too: the others go on.
    const row = await run().catch((error: unknown): DrillRow => {
      say(`${name}: ${error instanceof Error ? error.stack : error}`)
      return { name, what: `${what}: ${inOneLine(error)}`, bar: 'NOT MET' }
    })
    report.add(row, at)
    isWell &&= row.bar !== 'NOT MET'
  }
  await pMap(only.length > 0 ? named('drill', drills, only) : usual, work, { concurrency: atOnce })
  await program.begin(Promise.resolve(), () => {}) // rejects when the program was told to stop: then nothing is written
  report.show()
  if (values.write) report.write()
  return isWell
})

/** What happened, and what a process that ended said last; where its log was is of no use once the drill is over. */
function inOneLine(error: unknown): string {
  const [what = '', ...tail] = (error instanceof Error ? error.message : String(error)).split('\n')
  return [what.replace(/; its log is .*/, ''), ...tail.slice(-1)].map(line => line.trim()).join(': ')
}
