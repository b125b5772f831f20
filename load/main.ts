import { cpus, totalmem } from 'node:os'
import { dirname } from 'node:path'
import { complaint } from '../infra/local/command-line.ts'
import { type OwnCluster, startOwnCluster } from './cluster/own-cluster.ts'
import { helpText, type LoadConfig, readLoadConfig } from './commands/config.ts'
import { printCapacity } from './commands/print-capacity.ts'
import { runScript } from './commands/run-script.ts'
import { runTcp } from './commands/run-tcp.ts'
import { measureCost } from './cost/measure-cost.ts'
import { watchUsage } from './measures/usage-report.ts'

const root = dirname(import.meta.dirname)
const say = (line: string) => void process.stdout.write(`ketik: ${line}\n`)
let cluster: OwnCluster | undefined

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    say('stopping …')
    void cluster?.stop().then(() => process.exit(1))
  })
}

try {
  const config = readLoadConfig(process.argv.slice(2))
  if (config === undefined) process.stdout.write(helpText)
  else process.exitCode = (await load(config)) ? 0 : 1
} catch (error) {
  process.stderr.write(`ketik: ${complaint(error)}\n`)
  process.exitCode = 1
} finally {
  await cluster?.stop()
}

/** Whether everything held. */
async function load(config: LoadConfig): Promise<boolean> {
  if (config.command.kind === 'cost') return await measureCost(root, say)
  if (config.command.kind === 'capacity') return printCapacity()
  if (config.urls.length > 0) return await run(config, config.urls)
  cluster = await startOwnCluster({ ...config, root, say })
  const { gateways, edges, processes } = cluster
  say(`a cluster of ${processes.map(({ name }) => name).join(', ')} runs here`)
  say(`on ${cpus().length} × ${cpus()[0]?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB`)
  const usage = watchUsage(processes)
  const held = await run(config, config.command.kind === 'tcp' ? edges : gateways)
  process.stdout.write(`\n${usage().join('\n')}\n`)
  return held
}

async function run(config: LoadConfig, urls: readonly string[]): Promise<boolean> {
  const { command } = config
  return command.kind === 'tcp'
    ? await runTcp(command.players, config.races, urls)
    : command.kind === 'k6' && (await runScript(command, config, urls, root, say))
}
