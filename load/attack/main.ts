import { cpus, release } from 'node:os'
import { named, readArguments, wholeNumber } from '../../infra/local/command-line.ts'
import { startServices } from '../../infra/test/started-services.ts'
import { changeReport } from '../reports/change-report.ts'
import { runToItsEnd } from '../run-to-its-end.ts'
import { type Attacked, attackTable, failings, mergeTables } from './attack-table.ts'
import { startAttackedCluster } from './attacked-cluster.ts'
import { attacks } from './attacks.ts'
import { FULL, QUICK, runAttacks } from './run-attacks.ts'

const help = `npm run attack -- [options]     attacks a running Ketik cluster, and measures what honest players notice

  --only A,B      only the attacks of these names
  --quick         shorter and smaller, and only the most telling attacks unless --only names others
  --pairs N       honest pairs that race all the time (default 8)
  --write         puts the table into docs/reliability.md
`
const say = (line: string) => void process.stdout.write(`${line}\n`)

/** Ends well when every attack met the bar. */
await runToItsEnd(async begin => {
  const { values } = readArguments('npm run attack', {
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      pairs: { type: 'string', default: '8' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const { only, quick, write } = values
  if (values.help) {
    process.stdout.write(help)
    return true
  }
  const pairs = wholeNumber('--pairs', values.pairs, 1, 100)
  const wanted =
    only === undefined
      ? attacks.filter(({ telling = false }) => telling || !quick)
      : named('attack', attacks, only.split(','))
  const services = await begin(startServices(), started => started.stop())
  const starting = startAttackedCluster({ ...services, prefix: 'attack:' })
  const cluster = await begin(starting, started => started.close())
  const rows: Attacked[] = []
  await runAttacks(cluster, wanted, { pairs, pace: quick ? QUICK : FULL }, row => {
    rows.push(row)
    say(attackTable([row]).split('\n').at(-1) ?? '')
    for (const how of row.closed) say(`  an honest player: ${how}`)
    // Rows of attacks that were not run stay as they are.
    if (write)
      changeReport('attack table', standing => {
        return `${heading('npm run attack -- --write')}\n\n${mergeTables(standing, attackTable([row]))}`
      })
  })
  const command = ['npm run attack --', ...process.argv.slice(2)].join(' ')
  say(`\n${heading(command)}\n\n${attackTable(rows)}`)
  return rows.every(row => failings(row).length === 0)
})

function heading(command: string): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model}, Linux ${release()}, Node ${process.versions.node}`
  return `\`${command}\`, ${new Date().toISOString().slice(0, 10)}, on ${machine}:`
}
