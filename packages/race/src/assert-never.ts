/** Ends a switch over a union: a case added later is a type error here, and a bug if it is ever reached. */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`)
}
