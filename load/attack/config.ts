import { readArguments, wholeNumber } from '../../infra/local/command-line.ts'

export type AttackConfig = {
  /** Names of attacks; all of them when there are none. */
  readonly only: readonly string[]
  readonly quick: boolean
  readonly pairs: number
  /** Puts the table into docs/reliability.md. */
  readonly write: boolean
}

export const helpText = `npm run attack -- [options]     attacks a running Ketik cluster, and measures what honest players notice

  --only A,B      only the attacks of these names
  --quick         shorter and smaller, and only the most telling attacks unless --only names others
  --pairs N       honest pairs that race all the time (default 8)
  --write         puts the table into docs/reliability.md
`

/** Reads the arguments. Undefined when only the help was asked for. Throws WrongUse. */
export const readAttackConfig = (args: readonly string[]): AttackConfig | undefined => {
  const { values } = readArguments('npm run attack', {
    args: [...args],
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      pairs: { type: 'string', default: '8' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const { only, quick, pairs, write } = values
  return { only: only?.split(',') ?? [], quick, pairs: wholeNumber('--pairs', pairs, 1, 100), write }
}
