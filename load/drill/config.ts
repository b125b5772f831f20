import { readArguments, wholeNumber } from '../../infra/local/command-line.ts'

export type DrillConfig = {
  readonly seed: number
  /** Names of drills; all of them when there are none. */
  readonly only: readonly string[]
  readonly quick: boolean
  readonly players: number
  /** Drills under way at once, each with a cluster of its own. */
  readonly atOnce: number
  /** Puts the rows into the table of docs/reliability.md, in place of those drills' earlier ones. */
  readonly write: boolean
}

export const helpText = `npm run drill -- [options]     breaks a running Ketik cluster in every way we know, and counts what was lost

  --seed N        of every random choice (default 1)
  --only A,B      only the drills of these names; may be given more than once
  --quick         shorter faults, and only the four most telling drills unless --only names others
  --players N     typists racing in each drill (default 20)
  --at-once N     drills under way at once, each with a cluster of its own (default 1)
  --write         puts the rows into docs/reliability.md, in place of those drills' earlier ones
`

/** Reads the arguments. Undefined when only the help was asked for. Throws WrongUse. */
export const readDrillConfig = (args: readonly string[]): DrillConfig | undefined => {
  const { values } = readArguments('npm run drill', {
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      only: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      players: { type: 'string', default: '20' },
      'at-once': { type: 'string', default: '1' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  return {
    seed: wholeNumber('--seed', values.seed, 0, 2 ** 31),
    only: values.only.flatMap(names => names.split(',')),
    quick: values.quick,
    players: wholeNumber('--players', values.players, 2, 200),
    atOnce: wholeNumber('--at-once', values['at-once'], 1, 8),
    write: values.write,
  }
}
