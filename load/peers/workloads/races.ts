import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { programOf } from '../build.ts'
import type { RaceShape } from '../generator/generator.ts'
import type { Target } from '../targets/target.ts'
import type { Figures, Workload } from '../workload.ts'

const GENERATED_WITHIN_MS = 120_000
const RELAY_P99_MS = 60
const GENERATOR_SHARE_MAX = 0.8
const LATE_P99_MS = 10

type Races = Omit<RaceShape, 'seconds'> & {
  readonly name: string
  /** What an update may cost relative to `bare`. */
  readonly most: number
  /** The targets that it is for, when not for all. */
  readonly only?: readonly string[]
}

/** Races of players who send five updates a second each, neighbours on different nodes. */
export const racesOf = ({ name, most, only, races: racesMeant, seats, ...more }: Races): Workload => ({
  name,
  about: ({ races = racesMeant, rounds, seconds }) => `${races} races × ${seats}, ${seconds} s × ${rounds}`,
  rows: ({ targets }) => targets.filter(target => only?.includes(target.name) ?? true),
  measure: (target, _, { races = racesMeant, seconds }) =>
    measureRaces(target, { ...more, races, seats, seconds }),
  columns: {
    cpuUs: ['CPU/update µs', 1],
    toBare: ['÷ bare', 2],
    p50: ['p50 ms', 0],
    p95: ['p95 ms', 0],
    p99: ['p99 ms', 0],
    idleKib: ['idle KiB', 1],
    racingKib: ['racing KiB', 1],
    wireBytes: ['wire B/race·s', 0],
    lost: ['last lost', 0, all => all.reduce((sum, one) => sum + one, 0)],
    lateness99: ['load late p99 ms', 0],
    generatorShare: ['load cores', 2, all => Math.max(...all)],
  },
  ratios: { to: 'bare', of: { toBare: 'cpuUs' } },
  bars: [
    { what: `${name}: CPU per update ÷ bare`, row: 'ketik', figure: 'toBare', most },
    { what: `${name}: relay p99, ms`, row: 'ketik', figure: 'p99', most: RELAY_P99_MS },
    { what: `${name}: last updates lost`, row: 'ketik', figure: 'lost', exactly: 0 },
  ],
  doubts: (target, { generatorShare = 0, lost = 0, lateness99 = 0 }) => [
    ...(generatorShare > GENERATOR_SHARE_MAX ? [`${target}: the generator was the bottleneck`] : []),
    ...(lost > 0 ? [`${target}: ${lost} last updates did not arrive`] : []),
    ...(lateness99 > LATE_P99_MS
      ? [`${target}: updates were sent up to ${lateness99.toFixed(0)} ms late (p99): the machine was busy`]
      : []),
  ],
})

/** One round of races on one target. The load is a process of its own. */
export const measureRaces = async (target: Target, shape: RaceShape): Promise<Figures> => {
  const job = JSON.stringify({ ...target, ...shape })
  const limits = { timeout: GENERATED_WITHIN_MS, killSignal: 'SIGKILL' } as const
  const generating = promisify(execFile)(process.execPath, [programOf('generator'), job], limits)
  generating.child.stderr?.pipe(process.stderr)
  return JSON.parse((await generating).stdout) as Figures
}
