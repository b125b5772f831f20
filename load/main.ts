import { cpus, totalmem } from 'node:os'
import { dirname } from 'node:path'
import { startOwnCluster } from './cluster/own-cluster.ts'
import { helpText, type LoadConfig, readLoadConfig } from './commands/config.ts'
import { printCapacity } from './commands/print-capacity.ts'
import { runScript } from './commands/run-script.ts'
import { runTcp } from './commands/run-tcp.ts'
import { measureCost } from './cost/measure-cost.ts'
import { watchUsage } from './measures/usage-report.ts'
import { type Begin, runToItsEnd } from './run-to-its-end.ts'

const root = dirname(import.meta.dirname)
const say = (line: string) => void process.stdout.write(`ketik: ${line}\n`)

await runToItsEnd(async begin => {
  const config = readLoadConfig(process.argv.slice(2))
  if (config !== undefined) return await load(config, begin)
  process.stdout.write(helpText)
  return true
})

/** Whether everything held. */
async function load(config: LoadConfig, begin: Begin): Promise<boolean> {
  const { command } = config
  if (command.kind === 'cost') return await measureCost(begin, say)
  if (command.kind === 'capacity') return printCapacity()
  if (config.urls.length > 0) return await run(config, config.urls)
  const { gateways, edges, processes } = await begin(startOwnCluster(config), cluster => cluster.close())
  say(`a cluster of ${processes.map(({ name }) => name).join(', ')} runs here`)
  say(`on ${cpus().length} × ${cpus()[0]?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB`)
  const usage = watchUsage(processes)
  const held = await run(config, command.kind === 'tcp' ? edges : gateways)
  process.stdout.write(`\n${usage().join('\n')}\n`)
  return held
}

async function run(config: LoadConfig, urls: readonly string[]): Promise<boolean> {
  const { command } = config
  return command.kind === 'tcp'
    ? await runTcp(command.players, config.races, urls)
    : command.kind === 'k6' && (await runScript(command, config, urls, root, say))
}
