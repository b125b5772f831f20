import { type Group, pairTickets } from '@ketik/matchmaker/parts'

type Ticket = Group['tickets'][number]

/** Where the two seats of each race are: node of race i in `first[i]` and `second[i]`. */
export type Seating = { readonly first: Uint16Array; readonly second: Uint16Array }

export type SeatingRule = {
  readonly nodes: number
  readonly races: number
  /**
   * Players who wait when the matchmaker looks. It puts players of one node together, so the more wait for each node,
   * the more races stay on one; with 2 there is no choice.
   */
  readonly waiting: number
  /** Nodes that share a queue, and so race only each other; all of them unless given. */
  readonly cellNodes?: number
}

/** Seats races as the matchmaker does, of players who come to any node alike. `random` gives numbers from 0 to 1. */
export const seatRaces = (rule: SeatingRule, random: () => number): Seating => {
  const { nodes, races, waiting, cellNodes = nodes } = rule
  const first = new Uint16Array(races)
  const second = new Uint16Array(races)
  for (let seated = 0; seated < races; ) {
    const cell = Math.floor((random() * nodes) / cellNodes)
    const anyNode = () => Math.min(nodes - 1, cell * cellNodes + Math.floor(random() * cellNodes))
    for (const [one, other] of pairsOf(Array.from({ length: waiting }, anyNode))) {
      if (seated === races) break
      first[seated] = one
      second[seated] = other
      seated += 1
    }
  }
  return { first, second }
}

/** The matchmaker's own rule, applied to players of the given nodes. */
const pairsOf = (nodes: readonly number[]): readonly (readonly [number, number])[] =>
  pairTickets(nodes.map(toTicket), { seatsMax: 2, lang: 'en' }).map(({ tickets }) => {
    const [one = 0, other = 0] = tickets.map(({ node }) => Number(node))
    return [one, other] as const
  })

const toTicket = (node: number, since: number): Ticket => ({
  player: `p${since}`,
  username: '',
  timed: 'keys',
  creditMs: 0,
  resumable: true,
  node: String(node),
  since,
})
