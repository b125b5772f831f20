import { type ParseArgsConfig, parseArgs } from 'node:util'

/** A flag or variable that cannot be used; the message is one line for the reader. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse'
}

/** What to tell whoever ran the program: of wrong use one line, of anything else where it came from. */
export const complaint = (error: unknown): string =>
  error instanceof WrongUse ? error.message : String(error instanceof Error ? error.stack : error)

/** `parseArgs`, which throws WrongUse and names the command whose help explains the options. */
export const readArguments = <const Config extends ParseArgsConfig>(command: string, config: Config) => {
  try {
    return parseArgs(config)
  } catch (error) {
    throw new WrongUse(`${error instanceof Error ? error.message : error} (${command} -- --help)`)
  }
}

export const wholeNumber = (name: string, given: string, min: number, max: number): number => {
  const value = Number(given)
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new WrongUse(`${name} takes a whole number from ${min} to ${max}, not "${given}"`)
}

/** Those of the given names, in the order of all. */
export const named = <T extends { readonly name: string }>(
  kind: string,
  all: readonly T[],
  names: readonly string[],
): readonly T[] => {
  const unknown = names.find(name => !all.some(one => one.name === name))
  if (unknown !== undefined) throw new WrongUse(`there is no ${kind} "${unknown}"`)
  return all.filter(({ name }) => names.includes(name))
}
