import type { BenchOptions, Workload } from './options.ts'
import { raceRounds } from './race-rounds.ts'
import { doubts, raceTable } from './race-table.ts'
import { measureIdle } from './workloads/idle.ts'
import { measureLobby } from './workloads/lobby.ts'
import { measureMatchmaking } from './workloads/matchmaking.ts'
import { measureStorm } from './workloads/storm.ts'

export type WorkloadResult = { readonly workload: Workload; readonly text: string; readonly figures: unknown }

type Say = (line: string) => void

/** The races of each kind, and how many sit in one. */
const shapes = {
  duel: { races: 500, seats: 2 },
  'duel-1000': { races: 1_000, seats: 2 },
  pack: { races: 200, seats: 5 },
} as const

export const runWorkloads = async (options: BenchOptions, say: Say): Promise<readonly WorkloadResult[]> => {
  const results: WorkloadResult[] = []
  for (const workload of options.workloads) {
    say(`${workload} …`)
    results.push({ workload, ...(await run(workload, options, say)) })
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
      return await measureMatchmaking(say)
    default:
      return await runRaces(workload, options, say)
  }
}

const runRaces = async (workload: keyof typeof shapes, options: BenchOptions, say: Say) => {
  const { seats, races } = shapes[workload]
  const shape = { seats, races: options.races ?? races, seconds: options.seconds }
  const figures = await raceRounds(options.targets, shape, options.rounds, options.profile, say)
  const told = [raceTable(figures), ...doubts(figures)].join('\n')
  return {
    figures,
    text: `${shape.races} races × ${seats}, ${shape.seconds} s × ${options.rounds}\n\n${told}`,
  }
}
