import { cpus, loadavg } from 'node:os'
import { table } from '../../infra/test/table.ts'
import { type Ending, runToItsEnd } from '../ending.ts'
import { runMicro } from '../micro/run-micro.ts'
import { buildAll } from './build.ts'
import { helpText, readOptions } from './options.ts'
import { runWorkload } from './run-workload.ts'

const say = (line: string) => void process.stderr.write(`${line}\n`)
const print = (text: string) => void process.stdout.write(text)

await runToItsEnd(async ending => {
  const args = process.argv.slice(2)
  if (args[0] === 'micro') await runMicro(args.slice(1))
  else await bench(args, ending)
  return true
})

async function bench(args: readonly string[], ending: Ending): Promise<void> {
  const options = readOptions(args)
  if (options === undefined) return print(helpText)
  await buildAll(options.targets.filter(({ isCompetitor }) => isCompetitor).map(({ name }) => name))
  const [loadBefore = 0] = loadavg()
  const results: Awaited<ReturnType<typeof runWorkload>>[] = []
  for (const workload of options.workloads) {
    const startedAt = performance.now()
    say(`${workload.name} …`)
    results.push(await runWorkload(workload, options, say, ending))
    say(`${workload.name} took ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`)
  }
  if (options.json) return print(`${JSON.stringify(results, null, 2)}\n`)
  const [loadAfter = 0] = loadavg()
  print(`Node.js ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, `)
  print(`load average ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after\n`)
  for (const { workload, text } of results) print(`\n## ${workload}\n\n${text}\n`)
  const verdicts = results.flatMap(({ verdicts }) => verdicts)
  if (verdicts.length > 0)
    print(`\n## Against the bars\n\n${table(['row', 'bar', 'measured', 'verdict'], verdicts)}\n`)
}
