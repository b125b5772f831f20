export const COMMANDS = ['/race', '/leave', '/board', '/help', '/quit'] as const
export type Command = (typeof COMMANDS)[number]

const SLIPS_MAX = 2

/** The command that a mistyped one was probably meant to be. */
export const nearestCommand = (typed: string): Command | undefined => {
  const begun = COMMANDS.filter(command => typed.length > 1 && command.startsWith(typed))
  if (begun.length === 1) return begun[0]
  const [best] = COMMANDS.map(command => ({ command, slips: slipsBetween(typed, command) }))
    .filter(({ slips }) => slips <= SLIPS_MAX)
    .sort((one, other) => one.slips - other.slips)
  return best?.command
}

/** Keys missing, added, replaced or swapped: the optimal string alignment distance. */
const slipsBetween = (one: string, other: string): number => {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)]
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Number.POSITIVE_INFINITY
  for (let row = 1; row <= one.length; row++) {
    rows.push([row])
    for (let column = 1; column <= other.length; column++) {
      const replaced = at(row - 1, column - 1) + (one[row - 1] === other[column - 1] ? 0 : 1)
      const isSwap =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      const swapped = isSwap ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY
      rows[row]?.push(Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, replaced, swapped))
    }
  }
  return at(one.length, other.length)
}
