import { readArguments } from '../../infra/local/command-line.ts'
import { startServices } from '../../infra/test/started-services.ts'
import { table } from '../../infra/test/table.ts'
import { startAttackedCluster } from '../attack/attacked-cluster.ts'
import { inWords } from '../attack/tally.ts'
import { changeReport } from '../reports/change-report.ts'
import { runToItsEnd } from '../run-to-its-end.ts'
import { runFuzz } from './run-fuzz.ts'

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
const say = (line: string) => void process.stdout.write(`${line}\n`)

/** Ends well when nothing crashed, hung or grew. */
await runToItsEnd(async begin => {
  const { values } = readArguments('npm run fuzz', {
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(help)
    return true
  }
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)]
  say(`seed ${seed}, ${minutes} minutes`)
  const services = await begin(startServices(), started => started.stop())
  const starting = startAttackedCluster({ ...services, prefix: 'fuzz:' }, UNLIMITED)
  const cluster = await begin(starting, started => started.close())
  const { counts, mib, harm } = await runFuzz(cluster, seed, minutes * 60_000, say)
  const growth = mib.end / mib.warm
  const isWell = harm === undefined && growth < GROWTH_MAX
  const rows = counts.map(({ name, inputs, tally: { outcomes } }) => {
    return [name, String(inputs), String(Object.keys(outcomes).length), inWords(outcomes, OUTCOMES_SHOWN)]
  })
  const results = table(['kind', 'inputs', 'different outcomes', 'most frequent'], rows)
  const memory = `${mib.warm.toFixed(0)} MiB after 30 % of the time, ${mib.end.toFixed(0)} at the end (× ${growth.toFixed(2)}, at most ${GROWTH_MAX})`
  const verdict = `${harm ?? 'No crash and no hang'}; ${memory}: ${isWell ? 'met' : 'NOT MET'}.`
  const day = new Date().toISOString().slice(0, 10)
  const text = `\`npm run fuzz -- --minutes ${minutes} --seed ${seed}\`, ${day}:\n\n${results}\n\n${verdict}`
  say(`\n${text}`)
  if (values.write) changeReport('fuzzing', () => text)
  return isWell
})
