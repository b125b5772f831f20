import { named, readArguments, wholeNumber } from '../../infra/local/command-line.ts'
import { runToItsEnd } from '../ending.ts'
import { openReport, say } from '../reports/report.ts'
import { ATTACK_COLUMNS } from './attack-table.ts'
import { startAttackedCluster } from './attacked-cluster.ts'
import { attacks } from './attacks.ts'
import { FULL, failings, QUICK, runAttacks } from './run-attacks.ts'

const help = `npm run attack -- [options]     attacks a running Ketik cluster, and measures what honest players notice

  --only A,B      only the attacks of these names
  --quick         shorter and smaller, and only the most telling attacks unless --only names others
  --pairs N       honest pairs that race all the time (default 8)
  --write         puts the table into docs/reliability.md
`

/** Ends well when every attack met the bar. */
await runToItsEnd(async ending => {
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
  const cluster = await ending.begin(startAttackedCluster(), started => started.close())
  const report = openReport('attack', ATTACK_COLUMNS)
  let isWell = true
  await runAttacks(cluster, wanted, { pairs, pace: quick ? QUICK : FULL }, row => {
    report.add(row)
    for (const how of row.during.closed) say(`  an honest player: ${how}`)
    if (write) report.write()
    isWell &&= failings(row).length === 0
  })
  report.show()
  return isWell
})
