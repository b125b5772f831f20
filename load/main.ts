import { cpus, totalmem } from 'node:os'
import { dirname } from 'node:path'
import { startOwnCluster } from './cluster/own-cluster.ts'
import { clusterTable, relayTable } from './commands/capacity-tables.ts'
import { helpText, type LoadConfig, readLoadConfig } from './commands/config.ts'
import { runTcp } from './commands/run-tcp.ts'
import { measureCost } from './cost/measure-cost.ts'
import { type Ending, runToItsEnd } from './ending.ts'
import { provideK6 } from './k6/provide-k6.ts'
import { runK6 } from './k6/run-k6.ts'
import type { BOUNDS } from './measures/metrics.ts'
import { report } from './measures/summary.ts'
import { watchUsage } from './measures/usage-report.ts'

const root = dirname(import.meta.dirname)
const say = (line: string) => void process.stdout.write(`ketik: ${line}\n`)

await runToItsEnd(async ending => {
  const config = readLoadConfig(process.argv.slice(2))
  if (config !== undefined) return await load(config, ending)
  process.stdout.write(helpText)
  return true
})

/** Whether everything held. */
async function load(config: LoadConfig, ending: Ending): Promise<boolean> {
  const { command, urls } = config
  if (command === 'cost') return await measureCost(ending, say)
  if (command === 'capacity') {
    process.stdout.write(`${clusterTable()}\n\n${relayTable()}\n`)
    return true
  }
  if (urls.length > 0) return await run(command, config)
  const { gateways, edges, processes } = await ending.begin(startOwnCluster(config), cluster =>
    cluster.close(),
  )
  say(`a cluster of ${processes.map(({ name }) => name).join(', ')} runs here`)
  say(`on ${cpus().length} × ${cpus()[0]?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB`)
  const usage = watchUsage(processes)
  const held = await run(command, { ...config, urls: command === 'tcp' ? edges : gateways })
  process.stdout.write(`\n${usage().join('\n')}\n`)
  return held
}

async function run(command: keyof typeof BOUNDS, config: LoadConfig): Promise<boolean> {
  const { players, races, urls, vus } = config
  const startedAt = performance.now()
  const measured =
    command === 'tcp'
      ? await runTcp(players, races, urls)
      : await runK6(await provideK6(root, say), { ...config, command })
  const who = command === 'tcp' ? `${players} players` : `${vus} VUs`
  const title = `${command}: ${who}, ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`
  return report(title, command, measured)
}
