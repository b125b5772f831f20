import { readArguments, WrongUse, wholeNumber } from '../../infra/local/command-line.ts'
import { TARGETS, type TargetName } from './targets/target.ts'

const WORKLOADS = [
  'duel',
  'duel-1000',
  'pack',
  'idle',
  'lobby',
  'storm',
  'matchmaking',
  'settle',
  'leaderboard',
] as const
export type Workload = (typeof WORKLOADS)[number]

export type BenchOptions = {
  readonly workloads: readonly Workload[]
  readonly targets: readonly TargetName[]
  readonly rounds: number
  readonly seconds: number
  /** Instead of the workload's own number, for short runs. */
  readonly races: number | undefined
  readonly json: boolean
  /** A file for the CPU profile of a Ketik gateway under the first workload. */
  readonly profile: string | undefined
}

export const helpText = `npm run bench -- [options]     what Ketik costs, measured beside its peers in one run
npm run bench -- micro [--save | --compare]

  --only A,B       workloads: ${WORKLOADS.join(', ')} (default all)
  --targets A,B    ${TARGETS.join(', ')} (default all; duel-1000: ketik and bare)
  --rounds N       rounds, each target once in each; medians are told (default 3)
  --seconds N      of each measurement (default 8)
  --races N        instead of the workload's own number
  --profile FILE   a CPU profile of one Ketik gateway, taken in the last round (its own cost distorts that round)
  --json           figures for a program
`

/** Reads the arguments; undefined when only the help was asked for. Throws WrongUse. */
export const readOptions = (args: readonly string[]): BenchOptions | undefined => {
  const { values } = readArguments('npm run bench', {
    args: [...args],
    options: {
      only: { type: 'string', default: WORKLOADS.join(',') },
      targets: { type: 'string', default: TARGETS.join(',') },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '8' },
      races: { type: 'string' },
      profile: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  return {
    workloads: namesIn(values.only, WORKLOADS),
    targets: namesIn(values.targets, TARGETS),
    rounds: wholeNumber('--rounds', values.rounds, 1, 100_000),
    seconds: wholeNumber('--seconds', values.seconds, 1, 100_000),
    races: values.races === undefined ? undefined : wholeNumber('--races', values.races, 1, 100_000),
    json: values.json,
    profile: values.profile,
  }
}

const namesIn = <Name extends string>(list: string, known: readonly Name[]): readonly Name[] =>
  list.split(',').map(given => {
    const name = known.find(one => one === given)
    if (name === undefined) throw new WrongUse(`"${given}" is none of ${known.join(', ')}`)
    return name
  })
