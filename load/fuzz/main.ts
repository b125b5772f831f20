import { setTimeout as pause } from 'node:timers/promises'
import { readArguments } from '../../infra/local/command-line.ts'
import { drawn } from '../../infra/test/race/random-frames.ts'
import { seeded } from '../../infra/test/seeded.ts'
import { mostOf } from '../attack/attack-table.ts'
import { type AttackedCluster, startAttackedCluster } from '../attack/attacked-cluster.ts'
import type { Tally } from '../attack/hostile-line.ts'
import { runToItsEnd } from '../ending.ts'
import { type Columns, changeReport, say, tableOf } from '../reports/report.ts'
import { keepInCorpus } from './corpus.ts'
import { Hang } from './field.ts'
import { type Kind, kinds, runStorm } from './kinds.ts'

const help = `npm run fuzz -- [options]     throws random input at every door of a running cluster

  --minutes N     how long (default 10)
  --seed N        of every random choice (default: the time; it is printed)
  --write         puts the result into docs/reliability.md
`
const PER_STORM = 200
/** By now everything has been compiled and every pool is as large as it gets. */
const WARM = 0.3
const SETTLE_MS = 3_000
/** What a node may have grown by after it was warm. */
const GROWTH_MAX = 1.25
/** Nothing in the way: every input is to reach what reads it. */
const UNLIMITED = {
  MESSAGES_PER_SECOND: '1000000',
  CHAT_PER_TEN_SECONDS: '1000000',
  CONNECTIONS_PER_ADDRESS_MAX: '1000000',
  CONNECTIONS_MAX: '1000000',
}

type Thrown = { readonly kind: string; readonly begin: Kind; inputs: number; readonly tally: Tally }

const COLUMNS: Columns<Thrown> = {
  kind: ({ kind }) => kind,
  inputs: ({ inputs }) => String(inputs),
  'different outcomes': ({ tally }) => String(Object.keys(tally.outcomes).length),
  'most frequent': ({ tally }) => mostOf(tally.outcomes, 6),
}

/** Ends well when nothing crashed, hung or grew. */
await runToItsEnd(async ending => {
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
  const cluster = await ending.begin(startAttackedCluster(UNLIMITED), started => started.close())
  const { thrown, mib, harm } = await fuzz(cluster, seed, minutes * 60_000)
  const growth = mib.end / mib.warm
  const isWell = harm === undefined && growth < GROWTH_MAX
  const memory = `${mib.warm.toFixed(0)} MiB after 30 % of the time, ${mib.end.toFixed(0)} at the end (× ${growth.toFixed(2)}, at most ${GROWTH_MAX})`
  const verdict = `${harm ?? 'No crash and no hang'}; ${memory}: ${isWell ? 'met' : 'NOT MET'}.`
  const day = new Date().toISOString().slice(0, 10)
  const how = `\`npm run fuzz -- --minutes ${minutes} --seed ${seed}\`, ${day}`
  const text = `${how}:\n\n${tableOf(COLUMNS, thrown)}\n\n${verdict}`
  say(`\n${text}`)
  if (values.write) changeReport('fuzzing', () => text)
  return isWell
})

/**
 * Throws random inputs of every kind at a cluster for so long, and stops at the first that does harm: a crash, or a hang.
 * Answers it with where its inputs are kept.
 */
async function fuzz({ doors, ended, residentMiB }: AttackedCluster, seed: number, ms: number) {
  const crash = ended().then(how => {
    throw new Hang(how)
  })
  const thrown = Object.entries(kinds).map(([kind, begin]): Thrown => {
    return { kind, begin, inputs: 0, tally: { attempts: 0, outcomes: {} } }
  })
  const endsAt = performance.now() + ms
  let warm = Number.NaN
  let harm: string | undefined
  for (let storm = 0; harm === undefined && performance.now() < endsAt; storm++) {
    const one = thrown[storm % thrown.length]
    if (one === undefined) break
    one.inputs += PER_STORM
    // Each storm has a seed of its own.
    const draw = drawn(seeded((Math.imul(seed, 1_000_003) + storm) | 0))
    const field = { doors, draw, tally: one.tally }
    let inputs: readonly Buffer[] = []
    try {
      const begun = await Promise.race([one.begin(field), crash])
      inputs = Array.from({ length: PER_STORM }, begun.make)
      await Promise.race([runStorm(field, begun, inputs), crash])
    } catch (error) {
      if (!(error instanceof Hang)) throw error
      const file = keepInCorpus(`${one.kind.replaceAll(/\W+/g, '-')}-${seed}-${storm}`, one.kind, inputs)
      harm = `${one.kind}: ${error.message}; kept in ${file}`
    }
    if (!Number.isNaN(warm) || performance.now() < endsAt - (1 - WARM) * ms) continue
    await pause(SETTLE_MS)
    warm = residentMiB()
    say(`  after ${storm + 1} storms: ${warm.toFixed(0)} MiB`)
  }
  await pause(SETTLE_MS)
  return { thrown, mib: { warm, end: residentMiB() }, harm }
}
