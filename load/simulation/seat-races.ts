import { type Group, pairTickets } from '@ketik/matchmaker/parts'

type Ticket = Group['tickets'][number]

/** The nodes that the two seats of a race are on. */
export type SeatedRace = readonly [one: number, other: number]

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
export const seatRaces = (rule: SeatingRule, random: () => number): readonly SeatedRace[] => {
  const { nodes, races, waiting, cellNodes = nodes } = rule
  const seated: SeatedRace[] = []
  while (seated.length < races) {
    const cell = Math.floor((random() * nodes) / cellNodes)
    const anyNode = () => Math.min(nodes - 1, cell * cellNodes + Math.floor(random() * cellNodes))
    const tickets = Array.from({ length: waiting }, (_, since) => ticketAt(anyNode(), since))
    for (const pair of pairTickets(tickets, { seatsMax: 2, lang: 'en' })) {
      const [one = 0, other = 0] = pair.tickets.map(({ node }) => Number(node))
      seated.push([one, other])
    }
  }
  return seated.slice(0, races)
}

const ticketAt = (node: number, since: number): Ticket => ({
  player: `p${since}`,
  username: '',
  timed: 'keys',
  creditMs: 0,
  resumable: true,
  node: String(node),
  since,
})
