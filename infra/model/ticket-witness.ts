import type { Placement, Ticket } from '@ketik/cluster'
import type { MemoryCluster } from '@ketik/cluster/memory'

/** Follows every ticket from asking to its one race. */
export class TicketWitness {
  /** When each player had asked who was placed last. */
  readonly #usedSince = new Map<string, number>()
  readonly #seen = new Set<string>()
  #waiting = new Map<string, Ticket>()

  constructor(
    private readonly memory: MemoryCluster,
    private readonly fail: (rule: string, what: string) => void,
  ) {}

  look(): void {
    const { server, names } = this.memory
    const tickets = server.hvals(names.tickets).map(json => JSON.parse(json) as Ticket)
    const rooms = new Set(
      tickets.flatMap(({ room }) => (room === undefined ? [] : [names.queueRooms + room])),
    )
    const ordered = [names.queueOpen, ...rooms].reduce((sum, place) => sum + server.zcard(place), 0)
    if (tickets.length !== ordered) this.fail('MODEL-4', `${tickets.length} tickets, but ${ordered} in order`)
    for (const [race, json] of Object.entries(server.hgetall(names.placed))) {
      if (!this.#seen.has(race)) this.#onPlaced(race, JSON.parse(json) as Placement)
    }
    this.#waiting = new Map(tickets.map(ticket => [ticket.player, ticket]))
  }

  #onPlaced(race: string, { plan, nodes }: Placement): void {
    this.#seen.add(race)
    for (const [seat, { player }] of plan.seats.entries()) {
      const ticket = this.#waiting.get(player)
      const before = this.#usedSince.get(player)
      if (ticket === undefined) this.fail('MODEL-4', `${player} was placed in ${race} without a ticket`)
      else if (before !== undefined && ticket.since <= before)
        this.fail('MODEL-4', `${player} was placed in ${race} by a ticket that was used already`)
      else if (ticket.node !== nodes[seat])
        this.fail('MODEL-4', `${player} was placed in ${race} on ${nodes[seat]}, but waits on ${ticket.node}`)
      if (ticket !== undefined) this.#usedSince.set(player, ticket.since)
    }
  }
}
