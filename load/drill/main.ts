import { cpus, release } from 'node:os'
import { WrongUse } from '../../infra/local/config.ts'
import { type DrillConfig, helpText, readDrillConfig } from './config.ts'
import type { DrillCluster } from './drill-cluster.ts'
import { type DrillRow, drillTable } from './drill-table.ts'
import { type Drill, drills } from './drills.ts'
import { runDrill } from './run-drill.ts'
import { meetsBar } from './verdict.ts'
import { writeReport } from './write-report.ts'

const say = (line: string) => void process.stdout.write(`${line}\n`)
let cluster: DrillCluster | undefined

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    say('stopping …')
    void (cluster?.close() ?? Promise.resolve()).then(() => process.exit(1))
  })
}

try {
  const config = readDrillConfig(process.argv.slice(2))
  if (config === undefined) process.stdout.write(helpText)
  else process.exitCode = (await runAll(config)) ? 0 : 1
} catch (error) {
  const text = error instanceof WrongUse ? error.message : error instanceof Error ? error.stack : error
  process.stderr.write(`ketik: ${text}\n`)
  process.exitCode = 1
}
process.exit()

/** Whether every drill that could be done met its bar. */
async function runAll(config: DrillConfig): Promise<boolean> {
  const rows: DrillRow[] = []
  for (const drill of chosen(config)) {
    const { name, what } = drill
    const skipped = drill.whyNot?.()
    const row =
      skipped === undefined ? { name, what, verdict: await run(drill, config) } : { name, what, skipped }
    rows.push(row)
    say(drillTable([row]).split('\n').at(-1) ?? '')
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model}, Linux ${release()}, Node ${process.versions.node}`
  const command = ['npm run drill --', ...process.argv.slice(2)].join(' ')
  say(`\n${command} (seed ${config.seed}) on ${machine}\n\n${drillTable(rows)}`)
  if (config.write) writeReport({ command, machine, seed: config.seed, table: drillTable(rows) })
  return rows.every(row => 'skipped' in row || meetsBar(row.verdict))
}

async function run(drill: Drill, { seed, players, quick }: DrillConfig) {
  const onCluster = (started: DrillCluster) => {
    cluster = started
  }
  return await runDrill(drill, { seed, players, quick, say, onCluster })
}

function chosen({ only, quick }: DrillConfig): readonly Drill[] {
  for (const name of only) {
    if (!drills.some(drill => drill.name === name)) throw new WrongUse(`there is no drill "${name}"`)
  }
  if (only.length > 0) return drills.filter(({ name }) => only.includes(name))
  return quick ? drills.filter(({ telling }) => telling) : drills
}
