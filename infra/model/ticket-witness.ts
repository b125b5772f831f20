import type { Placement, Ticket } from '@ketik/cluster'
import type { MemoryCluster } from '@ketik/cluster/memory'
import type { World } from './world.ts'

/** Follows every ticket from asking to its one race. */
export class TicketWitness {
  /** When each player had asked who was placed last. */
  readonly #usedSince = new Map<string, number>()
  readonly #seen = new Set<string>()
  #waiting = new Map<string, Ticket>()

  constructor(
    private readonly memory: MemoryCluster,
    private readonly world: World,
  ) {}

  look(): void {
    const { server, names } = this.memory
    const tickets = server.hvals(names.tickets).map(json => JSON.parse(json) as Ticket)
    const rooms = tickets.map(({ room }) => (room === undefined ? names.queueOpen : names.queueRooms + room))
    let ordered = 0
    for (const queue of new Set([names.queueOpen, ...rooms])) ordered += server.zcard(queue)
    if (tickets.length !== ordered)
      this.world.fail('MODEL-4', `${tickets.length} tickets, but ${ordered} in order`)
    for (const [race, json] of Object.entries(server.hgetall(names.placed))) {
      if (!this.#seen.has(race)) this.#onPlaced(race, JSON.parse(json) as Placement)
    }
    this.#waiting = new Map(tickets.map(ticket => [ticket.player, ticket]))
  }

  #onPlaced(race: string, { plan, nodes }: Placement): void {
    this.#seen.add(race)
    for (const [seat, { player }] of plan.seats.entries()) {
      const ticket = this.#waiting.get(player)
      const usedSince = this.#usedSince.get(player) ?? Number.NEGATIVE_INFINITY
      const fail = (how: string) => this.world.fail('MODEL-4', `${player} was placed in ${race} ${how}`)
      if (ticket === undefined) fail('without a ticket')
      else if (ticket.since <= usedSince) fail('by a ticket that was used already')
      else if (ticket.node !== nodes[seat]) fail(`on ${nodes[seat]}, but waits on ${ticket.node}`)
      if (ticket !== undefined) this.#usedSince.set(player, ticket.since)
    }
  }
}
