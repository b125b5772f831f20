import { named, readArguments, wholeNumber } from '../../infra/local/command-line.ts'
import { TARGETS } from './targets/targets.ts'
import type { Workload } from './workload.ts'
import { idle } from './workloads/idle.ts'
import { leaderboard } from './workloads/leaderboard.ts'
import { lobby } from './workloads/lobby.ts'
import { matchmaking } from './workloads/matchmaking.ts'
import { racesOf } from './workloads/races.ts'
import { settle } from './workloads/settle.ts'
import { storm } from './workloads/storm.ts'

const WORKLOADS: readonly Workload[] = [
  racesOf({ name: 'duel', races: 500, seats: 2, most: 0.5 }),
  // The peers are told apart by the duel; the larger one asks whether the ratio holds.
  racesOf({ name: 'duel-1000', races: 1_000, seats: 2, most: 0.5, only: ['ketik', 'bare'] }),
  racesOf({ name: 'pack', races: 200, seats: 5, most: 0.4 }),
  idle,
  lobby,
  storm,
  matchmaking,
  settle,
  leaderboard,
]

const namesOf = (all: readonly { readonly name: string }[], separator = ','): string =>
  all.map(({ name }) => name).join(separator)

export const helpText = `npm run bench -- [options]     what Ketik costs, measured beside its peers in one run
npm run bench -- micro [--save | --compare]

  --only A,B       workloads: ${namesOf(WORKLOADS, ', ')} (default all)
  --targets A,B    ${namesOf(TARGETS, ', ')} (default all; duel-1000: ketik and bare)
  --rounds N       rounds, each target once in each; medians are told (default 3)
  --seconds N      of each measurement (default 8)
  --races N        instead of the workload's own number
  --profile FILE   a CPU profile of one Ketik gateway, taken in the last round (its own cost distorts that round)
  --json           figures for a program
`

/** Reads the arguments; undefined when only the help was asked for. Throws WrongUse. */
export const readOptions = (args: readonly string[]) => {
  const { values } = readArguments('npm run bench', {
    args: [...args],
    options: {
      only: { type: 'string', default: namesOf(WORKLOADS) },
      targets: { type: 'string', default: namesOf(TARGETS) },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '8' },
      races: { type: 'string' },
      profile: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const atLeastOne = (name: string, given: string) => wholeNumber(name, given, 1, 100_000)
  return {
    workloads: named('workload', WORKLOADS, values.only.split(',')),
    targets: named('target', TARGETS, values.targets.split(',')),
    rounds: atLeastOne('--rounds', values.rounds),
    seconds: atLeastOne('--seconds', values.seconds),
    races: values.races === undefined ? undefined : atLeastOne('--races', values.races),
    json: values.json,
    profile: values.profile,
  }
}
