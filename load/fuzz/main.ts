import { parseArgs } from 'node:util'
import { startServices } from '../../infra/test/started-services.ts'
import { table } from '../../infra/test/table.ts'
import { startAttackedCluster } from '../attack/attacked-cluster.ts'
import { changeReport } from '../reports/change-report.ts'
import { type Begin, runToItsEnd } from '../run-to-its-end.ts'
import { type Fuzzed, runFuzz } from './run-fuzz.ts'

const help = `npm run fuzz -- [options]     throws random input at every door of a running cluster

  --minutes N     how long (default 10)
  --seed N        of every random choice (default: the time; it is printed)
  --write         puts the result into docs/reliability.md
`
/** What a node may have grown by after it was warm. */
const GROWTH_MAX = 1.25
const OUTCOMES_SHOWN = 6
/** Nothing in the way: every input is to reach what reads it. */
const UNLIMITED = {
  MESSAGES_PER_SECOND: '1000000',
  CHAT_PER_TEN_SECONDS: '1000000',
  CONNECTIONS_PER_ADDRESS_MAX: '1000000',
  CONNECTIONS_MAX: '1000000',
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
await runToItsEnd(async begin => {
  if (!values.help) return fuzz(Number(values.minutes), Number(values.seed ?? Date.now() % 1_000_000), begin)
  process.stdout.write(help)
  return true
})

/** Whether nothing crashed, hung or grew. */
async function fuzz(minutes: number, seed: number, begin: Begin): Promise<boolean> {
  const say = (line: string) => void process.stdout.write(`${line}\n`)
  say(`seed ${seed}, ${minutes} minutes`)
  const services = await begin(startServices(), started => started.stop())
  const starting = startAttackedCluster({ ...services, prefix: 'fuzz:', settings: UNLIMITED })
  const cluster = await begin(starting, started => started.close())
  const fuzzed = await runFuzz(cluster, seed, minutes * 60_000, say)
  const growth = fuzzed.mib.end / fuzzed.mib.warm
  const isWell = fuzzed.harm === undefined && growth < GROWTH_MAX
  const memory = `${fuzzed.mib.warm.toFixed(0)} MiB after 30 % of the time, ${fuzzed.mib.end.toFixed(0)} at the end (× ${growth.toFixed(2)}, at most ${GROWTH_MAX})`
  const verdict = `${fuzzed.harm ?? 'No crash and no hang'}; ${memory}: ${isWell ? 'met' : 'NOT MET'}.`
  const day = new Date().toISOString().slice(0, 10)
  const text = `\`npm run fuzz -- --minutes ${minutes} --seed ${seed}\`, ${day}:\n\n${tableOf(fuzzed)}\n\n${verdict}`
  say(`\n${text}`)
  if (values.write) changeReport('fuzzing', () => text)
  return isWell
}

function tableOf({ kinds }: Fuzzed): string {
  const rows = kinds.map(({ name, inputs, outcomes }) => {
    const codes = Object.entries(outcomes)
    const shown = codes.slice(0, OUTCOMES_SHOWN).map(([code, times]) => `${code} × ${times}`)
    return [name, String(inputs), String(codes.length), shown.join(', ')]
  })
  const head = ['kind', 'inputs', 'different outcomes', 'most frequent']
  return table(head, rows)
}
