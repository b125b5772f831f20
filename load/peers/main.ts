import { cpus, loadavg } from 'node:os'
import { complaint } from '../../infra/local/command-line.ts'
import { runMicro } from '../micro/run-micro.ts'
import { buildAll } from './build.ts'
import { helpText, readOptions } from './options.ts'
import { runWorkloads } from './run-workloads.ts'
import { closeAll } from './targets/running.ts'
import { verdictTable } from './verdict.ts'

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void closeAll().then(() => process.exit(1)))
}

const [command, ...rest] = process.argv.slice(2)
try {
  if (command === 'micro') await runMicro(rest)
  else await bench(process.argv.slice(2))
  process.exit()
} catch (error) {
  process.stderr.write(`bench: ${complaint(error)}\n`)
  await closeAll()
  process.exit(1)
}

async function bench(args: readonly string[]): Promise<void> {
  const options = readOptions(args)
  if (options === undefined) {
    process.stdout.write(helpText)
    return
  }
  await buildAll(options.targets)
  const before = loadavg()
  const results = await runWorkloads(options, line => void process.stderr.write(`${line}\n`))
  if (options.json) {
    process.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
    return
  }
  const load = (values: readonly number[]) => (values[0] ?? 0).toFixed(1)
  process.stdout.write(`Node.js ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, `)
  process.stdout.write(`load average ${load(before)} before and ${load(loadavg())} after\n`)
  for (const { workload, text } of results) process.stdout.write(`\n## ${workload}\n\n${text}\n`)
  const verdicts = results.flatMap(({ verdicts }) => verdicts)
  if (verdicts.length > 0) process.stdout.write(`\n## Against the bars\n\n${verdictTable(verdicts)}\n`)
}
