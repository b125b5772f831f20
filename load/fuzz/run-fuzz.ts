import { setTimeout as pause } from 'node:timers/promises'
import { seeded } from '../../infra/test/seeded.ts'
import type { AttackedCluster } from '../attack/attacked-cluster.ts'
import { Tally } from '../attack/tally.ts'
import { keepInCorpus } from './corpus.ts'
import { type Field, Hang } from './field.ts'
import { type Kind, kinds } from './kinds.ts'

const PER_STORM = 200
/** By now everything has been compiled and every pool is as large as it gets. */
const WARM = 0.3
const SETTLE_MS = 3_000

export type Fuzzed = {
  readonly kinds: readonly {
    readonly name: string
    readonly inputs: number
    readonly outcomes: Readonly<Record<string, number>>
  }[]
  readonly mib: { readonly warm: number; readonly end: number }
  /** What crashed or hung, with where its inputs are kept. */
  readonly harm: string | undefined
}

/** Throws random inputs of every kind at a cluster for so long, and stops at the first that does harm. */
export const runFuzz = async (
  cluster: AttackedCluster,
  seed: number,
  ms: number,
  say: (line: string) => void,
): Promise<Fuzzed> => {
  const begun = performance.now()
  const counts = kinds.map(kind => ({ name: kind.name, inputs: 0, tally: new Tally() }))
  let warm: number | undefined
  let harm: string | undefined
  for (let storm = 0; harm === undefined && performance.now() - begun < ms; storm++) {
    const at = storm % kinds.length
    const [kind, count] = [kinds[at], counts[at]]
    if (kind === undefined || count === undefined) break
    harm = await weather(kind, count.tally, { cluster, seed, storm })
    count.inputs += PER_STORM
    if (warm !== undefined || performance.now() - begun < WARM * ms) continue
    await pause(SETTLE_MS)
    warm = cluster.residentMiB()
    say(`  after ${storm + 1} storms: ${warm.toFixed(0)} MiB`)
  }
  await pause(SETTLE_MS)
  return {
    kinds: counts.map(({ name, inputs, tally }) => ({ name, inputs, outcomes: tally.outcomes })),
    mib: { warm: warm ?? Number.NaN, end: cluster.residentMiB() },
    harm,
  }
}

type Storm = { readonly cluster: AttackedCluster; readonly seed: number; readonly storm: number }

/** One storm; what harm it did, if any. Each has a seed of its own, by the seed of the whole and its number. */
const weather = async (
  kind: Kind,
  tally: Tally,
  { cluster, seed, storm }: Storm,
): Promise<string | undefined> => {
  const inputs: Buffer[] = []
  const field: Field = {
    doors: cluster.doors,
    random: seeded((Math.imul(seed, 1_000_003) + storm) | 0),
    tally,
    note: input => void inputs.push(input),
  }
  try {
    const ended = cluster.ended.then(how => {
      throw new Hang(how)
    })
    await Promise.race([kind.storm(field, PER_STORM), ended])
    return undefined
  } catch (error) {
    if (!(error instanceof Hang)) throw error
    return `${kind.name}: ${error.message}; kept in ${keepInCorpus(`${kind.name.replaceAll(/\W+/g, '-')}-${seed}-${storm}`, kind.name, inputs)}`
  }
}
