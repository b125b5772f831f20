import type { SeatedRace } from './seat-races.ts'

const TICKS_PER_SECOND = 20

/**
 * What the inboxes carry while all the races run: in each tick every seat has moved or not, and a node sends one message
 * to each node that a moved seat's opponent is on. Seats move independently, as typists do.
 */
export const simulateRelay = (
  races: readonly SeatedRace[],
  nodes: number,
  /** Updates of one racer, and how much is simulated, in ticks of 50 ms. */
  { updatesPerSecond, ticks }: { readonly updatesPerSecond: number; readonly ticks: number },
  random: () => number,
) => {
  const moves = updatesPerSecond / TICKS_PER_SECOND
  const sentInTick = new Int32Array(nodes * nodes).fill(-1)
  const isPair = new Uint8Array(nodes * nodes)
  const received = new Uint32Array(nodes)
  let publishes = 0
  let entries = 0
  let crossing = 0
  const send = (tick: number, from: number, to: number) => {
    entries += 1
    const pair = from * nodes + to
    if (sentInTick[pair] === tick) return
    sentInTick[pair] = tick
    publishes += 1
    received[to] = (received[to] ?? 0) + 1
  }
  for (let tick = 0; tick < ticks; tick++) {
    for (const [one, other] of races) {
      if (one === other) continue
      if (tick === 0) {
        crossing += 1
        isPair[one * nodes + other] = 1
        isPair[other * nodes + one] = 1
      }
      if (random() < moves) send(tick, one, other)
      if (random() < moves) send(tick, other, one)
    }
  }
  const perSecond = TICKS_PER_SECOND / ticks
  return {
    /** Ordered pairs of nodes that share a race: each counts its messages, at both ends. */
    pairs: isPair.reduce((sum, one) => sum + one, 0),
    /** Races whose seats are on two nodes, of all. */
    crossing: crossing / races.length,
    /** Each second, over all nodes. */
    publishes: publishes * perSecond,
    entriesPerPublish: entries / publishes,
    /** Messages a second in one node's inbox: on average, and in the fullest. */
    inbox: (publishes * perSecond) / nodes,
    inboxMax: Math.max(...received) * perSecond,
  }
}

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
