import { cpuMs, residentKib } from '../../measures/process-usage.ts'
import type { RaceFigures } from '../generator/job.ts'
import { generate } from '../generator-process.ts'
import type { Target } from '../targets/target.ts'

export type RaceShape = {
  readonly races: number
  readonly seats: number
  readonly seconds: number
  /** Time for the servers' code to become warm, before anything is counted. */
  readonly warmUpMs?: number
  /** Tells the first node when to begin and to end a profile. */
  readonly profiled?: boolean
}

export type RaceResult = RaceFigures & {
  readonly cpuUs: number
  /** The same for each process, Redis last. */
  readonly cpuUsEach: readonly number[]
  readonly idleKib: number
  readonly racingKib: number
  readonly wireBytes: number
  readonly lost: number
}

const UPDATES_PER_SECOND = 5

/** One round of races on one target. */
export const measureRaces = async (
  target: Target,
  { races, seats, seconds, warmUpMs = 6_000, profiled = false }: RaceShape,
): Promise<RaceResult> => {
  const { dialect, ports, nodes, pids } = target
  const players = races * seats
  const memory = () => nodes.reduce((sum, pid) => sum + residentKib(pid), 0)
  const used = () => pids.map(cpuMs)
  const [first = 0] = nodes
  const signal = () => {
    if (profiled) process.kill(first, 'SIGUSR2')
  }
  const emptyKib = memory()
  let [idleKib, racingKib, lost] = [0, 0, 0]
  let before: readonly number[] = []
  let after: readonly number[] = []
  let figures: RaceFigures | undefined
  await generate(
    {
      kind: 'race',
      dialect,
      ports,
      races,
      seats,
      updatesPerSecond: UPDATES_PER_SECOND,
      warmUpMs,
      seconds,
    },
    report => {
      if (report.phase === 'idle') idleKib = memory()
      if (report.phase === 'racing') racingKib = memory()
      if (report.phase === 'begun') {
        before = used()
        signal()
      }
      if (report.phase === 'measured') {
        after = used()
        figures = report.figures
        signal()
      }
      if (report.phase === 'done') lost = report.lost
    },
  )
  if (figures === undefined) throw new Error('the generator measured nothing')
  const { due, bytesIn, bytesOut } = figures
  const cpuUsEach = after.map((one, index) => ((one - (before[index] ?? 0)) * 1_000) / due)
  return {
    ...figures,
    cpuUs: cpuUsEach.reduce((sum, one) => sum + one, 0),
    cpuUsEach,
    idleKib: (idleKib - emptyKib) / players,
    racingKib: (racingKib - emptyKib) / players,
    wireBytes: (bytesIn + bytesOut) / races / seconds,
    lost,
  }
}
