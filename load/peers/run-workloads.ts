import type { BenchOptions, Workload } from './options.ts'
import { type RaceSummary, raceRounds } from './race-rounds.ts'
import { doubts, raceTable } from './race-table.ts'
import { atMost, exactly, type Verdict } from './verdict.ts'
import { measureIdle } from './workloads/idle.ts'
import { measureLeaderboard } from './workloads/leaderboard.ts'
import { measureLobby } from './workloads/lobby.ts'
import { measureMatchmaking } from './workloads/matchmaking.ts'
import { measureSettle } from './workloads/settle.ts'
import { measureStorm } from './workloads/storm.ts'

export type WorkloadResult = {
  readonly workload: Workload
  readonly text: string
  readonly figures: unknown
  readonly verdicts: readonly Verdict[]
}

type Say = (line: string) => void

/** The races of each kind, how many sit in one, and what an update may cost relative to `bare`. */
const shapes = {
  duel: { races: 500, seats: 2, bar: 0.5 },
  'duel-1000': { races: 1_000, seats: 2, bar: 0.5 },
  pack: { races: 200, seats: 5, bar: 0.4 },
} as const
const RELAY_P99_MS = 60

export const runWorkloads = async (options: BenchOptions, say: Say): Promise<readonly WorkloadResult[]> => {
  const results: WorkloadResult[] = []
  for (const workload of options.workloads) {
    const startedAt = performance.now()
    say(`${workload} …`)
    results.push({ workload, ...(await run(workload, options, say)) })
    say(`${workload} took ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`)
  }
  return results
}

const run = async (workload: Workload, options: BenchOptions, say: Say) => {
  switch (workload) {
    case 'idle':
      return await measureIdle(say)
    case 'lobby':
      return await measureLobby(options, say)
    case 'storm':
      return await measureStorm(options, say)
    case 'matchmaking':
      return await measureMatchmaking(options, say)
    case 'settle':
      return await measureSettle(say)
    case 'leaderboard':
      return await measureLeaderboard(options, say)
    default:
      return await runRaces(workload, options, say)
  }
}

const runRaces = async (workload: keyof typeof shapes, options: BenchOptions, say: Say) => {
  const { seats, races, bar } = shapes[workload]
  // The peers are told apart by the duel; the larger one asks whether the ratio holds.
  const isLarger = workload === 'duel-1000'
  const targets = options.targets.filter(name => !isLarger || name === 'ketik' || name === 'bare')
  const shape = { seats, races: options.races ?? races, seconds: options.seconds }
  const figures = await raceRounds(targets, shape, options.rounds, options.profile, say)
  const told = [raceTable(figures), ...doubts(figures)].join('\n')
  return {
    figures,
    verdicts: raceVerdicts(workload, bar, figures),
    text: `${shape.races} races × ${seats}, ${shape.seconds} s × ${options.rounds}\n\n${told}`,
  }
}

const raceVerdicts = (workload: Workload, bar: number, figures: readonly RaceSummary[]): readonly Verdict[] =>
  figures
    .filter(({ target }) => target === 'ketik')
    .flatMap(({ toBare, p99, lost }) => [
      atMost(`${workload}: CPU per update ÷ bare`, bar, toBare),
      atMost(`${workload}: relay p99, ms`, RELAY_P99_MS, p99),
      exactly(`${workload}: last updates lost`, 0, lost),
    ])
