/** The end of a switch over a union: reaching it is a bug. */
export const assertNever = (value: never): never => {
  throw new Error(`bug: unexpected ${JSON.stringify(value)}`)
}
