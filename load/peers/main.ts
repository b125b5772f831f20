import { cpus, loadavg } from 'node:os'
import { complaint } from '../../infra/local/command-line.ts'
import { table } from '../../infra/test/table.ts'
import { runMicro } from '../micro/run-micro.ts'
import { buildAll } from './build.ts'
import { helpText, readOptions } from './options.ts'
import { type Measured, runWorkload } from './run-workload.ts'
import { closeAll } from './targets/target.ts'

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void closeAll().then(() => process.exit(1)))
}

const say = (line: string) => void process.stderr.write(`${line}\n`)
const print = (text: string) => void process.stdout.write(text)
const args = process.argv.slice(2)
try {
  if (args[0] === 'micro') await runMicro(args.slice(1))
  else await bench()
  process.exit()
} catch (error) {
  say(`bench: ${complaint(error)}`)
  await closeAll()
  process.exit(1)
}

async function bench(): Promise<void> {
  const options = readOptions(args)
  if (options === undefined) return print(helpText)
  await buildAll(options.targets.filter(({ isCompetitor }) => isCompetitor).map(({ name }) => name))
  const loadBefore = loadavg()
  const results: Measured[] = []
  for (const workload of options.workloads) {
    const startedAt = performance.now()
    say(`${workload.name} …`)
    results.push(await runWorkload(workload, options, say))
    say(`${workload.name} took ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`)
  }
  if (options.json) return print(`${JSON.stringify(results, null, 2)}\n`)
  const [before, after] = [loadBefore, loadavg()].map(([lastMinute = 0]) => lastMinute.toFixed(1))
  print(`Node.js ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, `)
  print(`load average ${before} before and ${after} after\n`)
  for (const { workload, text } of results) print(`\n## ${workload}\n\n${text}\n`)
  const verdicts = results.flatMap(({ verdicts }) => verdicts)
  if (verdicts.length > 0)
    print(`\n## Against the bars\n\n${table(['row', 'bar', 'measured', 'verdict'], verdicts)}\n`)
}
