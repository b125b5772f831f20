import { cpus, release } from 'node:os'
import { named } from '../../infra/local/command-line.ts'
import { startServices } from '../../infra/test/started-services.ts'
import { changeReport } from '../reports/change-report.ts'
import { type Begin, runToItsEnd } from '../run-to-its-end.ts'
import { attackTable, failings, mergeTables } from './attack-table.ts'
import { startAttackedCluster } from './attacked-cluster.ts'
import { attacks } from './attacks.ts'
import { type AttackConfig, helpText, readAttackConfig } from './config.ts'
import { FULL, QUICK } from './plans.ts'
import { type Plan, runAttacks } from './run-attacks.ts'

const machine = `${cpus().length} × ${cpus()[0]?.model}, Linux ${release()}, Node ${process.versions.node}`
const say = (line: string) => void process.stdout.write(`${line}\n`)

await runToItsEnd(async begin => {
  const config = readAttackConfig(process.argv.slice(2))
  if (config !== undefined) return runAll(config, begin)
  process.stdout.write(helpText)
  return true
})

/** Whether every attack met the bar. */
async function runAll(config: AttackConfig, begin: Begin): Promise<boolean> {
  const wanted =
    config.only.length > 0
      ? named('attack', attacks, config.only)
      : attacks.filter(({ telling = false }) => telling || !config.quick)
  const plan: Plan = { pairs: config.pairs, ...(config.quick ? QUICK : FULL) }
  const services = await begin(startServices(), started => started.stop())
  const starting = startAttackedCluster({ ...services, prefix: 'attack:' })
  const cluster = await begin(starting, started => started.close())
  const rows = await runAttacks(cluster, wanted, plan, row => {
    say(attackTable([row]).split('\n').at(-1) ?? '')
    for (const how of row.closed) say(`  an honest player: ${how}`)
    if (config.write) writeRows(attackTable([row]))
  })
  const command = ['npm run attack --', ...process.argv.slice(2)].join(' ')
  const heading = `\`${command}\`, ${new Date().toISOString().slice(0, 10)}, on ${machine}:`
  say(`\n${heading}\n\n${attackTable(rows)}`)
  return rows.every(row => failings(row).length === 0)
}

/** Rows of attacks that were not run stay as they are. */
function writeRows(table: string): void {
  const heading = `\`npm run attack -- --write\`, ${new Date().toISOString().slice(0, 10)}, on ${machine}:`
  changeReport('attack table', standing => `${heading}\n\n${mergeTables(standing, table)}`)
}
