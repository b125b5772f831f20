import { type Group, pairTickets } from '@ketik/matchmaker/parts'

const TICKS_PER_SECOND = 20

type Cluster = {
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

/** Updates of one racer, and how much is simulated, in ticks of 50 ms. */
type Rate = { readonly updatesPerSecond: number; readonly ticks: number }

/**
 * What the inboxes carry while all the races run: in each tick every seat has moved or not, and a node sends one message
 * to each node that a moved seat's opponent is on. Seats move independently, as typists do. `random` gives numbers from
 * 0 to 1.
 */
export const simulateRelay = (cluster: Cluster, { updatesPerSecond, ticks }: Rate, random: () => number) => {
  const { nodes } = cluster
  const races = seatRaces(cluster, random)
  const crossing = races.filter(([one, other]) => one !== other)
  const moves = updatesPerSecond / TICKS_PER_SECOND
  const received = new Uint32Array(nodes)
  let publishes = 0
  let entries = 0
  for (let tick = 0; tick < ticks; tick++) {
    const sent = new Set<number>()
    const send = (from: number, to: number) => {
      entries += 1
      const pair = from * nodes + to
      if (sent.has(pair)) return
      sent.add(pair)
      received[to] = (received[to] ?? 0) + 1
    }
    for (const [one, other] of crossing) {
      if (random() < moves) send(one, other)
      if (random() < moves) send(other, one)
    }
    publishes += sent.size
  }
  const perSecond = TICKS_PER_SECOND / ticks
  return {
    /** Ordered pairs of nodes that share a race: each counts its messages, at both ends. */
    pairs: new Set(crossing.flatMap(([one, other]) => [one * nodes + other, other * nodes + one])).size,
    /** Races whose seats are on two nodes, of all. */
    crossing: crossing.length / races.length,
    /** Each second, over all nodes. */
    publishes: publishes * perSecond,
    entriesPerPublish: entries / publishes,
    /** Messages a second in one node's inbox: on average, and in the fullest. */
    inbox: (publishes * perSecond) / nodes,
    inboxMax: Math.max(...received) * perSecond,
  }
}

/** The nodes of the two seats of each race, seated as the matchmaker does, of players who come to any node alike. */
const seatRaces = ({ nodes, races, waiting, cellNodes = nodes }: Cluster, random: () => number) => {
  const seated: (readonly [one: number, other: number])[] = []
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

const ticketAt = (node: number, since: number): Group['tickets'][number] => ({
  player: `p${since}`,
  username: '',
  timed: 'keys',
  creditMs: 0,
  resumable: true,
  node: String(node),
  since,
})

/**
 * The same, expected, of seats spread evenly over all pairs of nodes: a pair sends in a tick unless none of the seats
 * between its two nodes has moved, and how many those are is Poisson distributed.
 */
export const expectedPublishes = (nodes: number, races: number, updatesPerSecond: number): number => {
  const pairs = nodes * (nodes - 1)
  const crossingSeats = 2 * races * (1 - 1 / nodes)
  const movedInTick = (crossingSeats / pairs) * (updatesPerSecond / TICKS_PER_SECOND)
  return pairs * (1 - Math.exp(-movedInTick)) * TICKS_PER_SECOND
}
