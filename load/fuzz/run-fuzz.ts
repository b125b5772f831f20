import { setTimeout as pause } from 'node:timers/promises'
import { drawn } from '../../infra/test/race/random-frames.ts'
import { seeded } from '../../infra/test/seeded.ts'
import type { AttackedCluster } from '../attack/attacked-cluster.ts'
import { Tally } from '../attack/tally.ts'
import { keepInCorpus } from './corpus.ts'
import { Hang } from './field.ts'
import { kinds } from './kinds.ts'

const PER_STORM = 200
/** By now everything has been compiled and every pool is as large as it gets. */
const WARM = 0.3
const SETTLE_MS = 3_000

export type Fuzzed = {
  readonly counts: readonly { readonly name: string; readonly inputs: number; readonly tally: Tally }[]
  readonly mib: { readonly warm: number; readonly end: number }
  /** What crashed or hung, with where its inputs are kept. */
  readonly harm: string | undefined
}

/** Throws random inputs of every kind at a cluster for so long, and stops at the first that does harm. */
export const runFuzz = async (
  { doors, ended, residentMiB }: AttackedCluster,
  seed: number,
  ms: number,
  say: (line: string) => void,
): Promise<Fuzzed> => {
  const crash = ended.then(how => {
    throw new Hang(how)
  })
  const counts = Object.entries(kinds).map(([name, begin]) => ({
    name,
    begin,
    inputs: 0,
    tally: new Tally(),
  }))
  const endsAt = performance.now() + ms
  let warm = Number.NaN
  let harm: string | undefined
  for (let storm = 0; harm === undefined && performance.now() < endsAt; storm++) {
    const kind = counts[storm % counts.length]
    if (kind === undefined) break
    kind.inputs += PER_STORM
    // Each storm has a seed of its own.
    const draw = drawn(seeded((Math.imul(seed, 1_000_003) + storm) | 0))
    let inputs: readonly Buffer[] = []
    try {
      const { make, send } = await Promise.race([kind.begin({ doors, draw, tally: kind.tally }), crash])
      inputs = Array.from({ length: PER_STORM }, make)
      await Promise.race([send(inputs), crash])
    } catch (error) {
      if (!(error instanceof Hang)) throw error
      const file = keepInCorpus(`${kind.name.replaceAll(/\W+/g, '-')}-${seed}-${storm}`, kind.name, inputs)
      harm = `${kind.name}: ${error.message}; kept in ${file}`
    }
    if (!Number.isNaN(warm) || performance.now() < endsAt - (1 - WARM) * ms) continue
    await pause(SETTLE_MS)
    warm = residentMiB()
    say(`  after ${storm + 1} storms: ${warm.toFixed(0)} MiB`)
  }
  await pause(SETTLE_MS)
  return { counts, mib: { warm, end: residentMiB() }, harm }
}
