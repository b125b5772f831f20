import {
  type Lang,
  type NodeId,
  type PlayerId,
  type RaceId,
  type RacePlan,
  SEATS_MAX,
  type SeatPlan,
} from '@ketik/race'
import type { Bus } from './bus.ts'
import type { Names } from './names.ts'
import type { RedisClient } from './redis.ts'
import type { RunScript } from './scripts.ts'

export const TICKETS_MAX = 100_000
/** How many rooms one pairing reads. */
const ROOMS_AT_ONCE = 100
/** Redis remembers which tickets have been used for this long after the last placing. */
const PLACED_OF_LATE_MS = 10 * 60_000

/** A player's request for a race. Its id is the player's, so that a player waits once. */
export type Ticket = SeatPlan & {
  readonly node: NodeId
  readonly lang?: Lang
  /** In a room: the number of players that it waits for. Elsewhere: the most seats that the player accepts. */
  readonly seats?: number
  readonly room?: string
  /** The player agrees that a race in the room is rated. */
  readonly rated?: boolean
  /** A keyed hash of the player's address (IPv6: /64). Equal addresses have equal hashes. */
  readonly network?: string
  /** Cluster time of the request. */
  readonly since: number
}

/** A race whose tickets have left the queue and whose plan is not announced yet. */
export type Placement = {
  readonly plan: RacePlan
  readonly nodes: readonly NodeId[]
  /** The `since` of each ticket: it says which of a player's requests the race answers. */
  readonly asked: readonly number[]
  readonly placedAt: number
}

/** Who waits for a race, in Redis. */
export class TicketQueue {
  constructor(
    private readonly redis: RedisClient,
    private readonly run: RunScript,
    private readonly names: Names,
    private readonly bus: Bus,
    private readonly node: NodeId,
  ) {}

  /**
   * Resolves with the number of waiting players, or 'full'. A player waits once: the ticket asked for later stands, at
   * the place of the first. Of two tickets asked for at the same instant, the one handed in later stands. A ticket that
   * was asked for no later than the player's last placed one is void.
   */
  async join(ticket: Ticket): Promise<number | 'full'> {
    const count = (await this.run(
      'join-queue',
      [...this.#places, this.names.placedOfLate],
      [
        ticket.player,
        JSON.stringify(ticket),
        ticket.since,
        TICKETS_MAX,
        this.names.queueCount,
        this.bus.publishCommand,
      ],
    )) as number
    return count < 0 ? 'full' : count
  }

  /** False when the ticket does not wait any more, or is of another node than `node`. */
  async leave(player: PlayerId, node: NodeId = this.node): Promise<boolean> {
    const left = await this.run('leave-queue', this.#places, [
      player,
      this.names.queueCount,
      this.bus.publishCommand,
      node,
    ])
    return left === 1
  }

  /**
   * The tickets that could race now: at most `limit` public ones, longest waiting first, then those of rooms that have as
   * many players as they ask for. Tickets of an incomplete room hold up nobody.
   */
  async pairable(limit: number): Promise<readonly Ticket[]> {
    const tickets = await this.run('pairable-tickets', this.#places, [limit, ROOMS_AT_ONCE, SEATS_MAX])
    return (tickets as readonly string[]).map(ticket => JSON.parse(ticket) as Ticket)
  }

  /** Those of the players who have a ticket. */
  async holders(players: readonly PlayerId[]): Promise<ReadonlySet<PlayerId>> {
    if (players.length === 0) return new Set()
    const tickets = await this.redis.hmget(this.names.tickets, ...players)
    return new Set(players.filter((_, i) => typeof tickets[i] === 'string'))
  }

  /** All tickets of a node. */
  async waitingAt(node: NodeId): Promise<readonly Ticket[]> {
    const tickets = await this.redis.hvals(this.names.tickets)
    return tickets.map(ticket => JSON.parse(ticket) as Ticket).filter(ticket => ticket.node === node)
  }

  async count(): Promise<number> {
    return await this.redis.hlen(this.names.tickets)
  }

  /** For each race, in order: takes the tickets of all the plan's players, each as waiting at its node, or none. */
  async place(placements: readonly Placement[]): Promise<readonly boolean[]> {
    const placed = (await this.run(
      'place-tickets',
      [...this.#places, this.names.placed, this.names.placedOfLate],
      [
        TICKETS_MAX,
        PLACED_OF_LATE_MS,
        this.names.queueCount,
        this.bus.publishCommand,
        ...placements.flatMap(placement => {
          const { plan, nodes } = placement
          const pairs = plan.seats.flatMap(({ player }, seat) => [player, nodes[seat] ?? ''])
          return [plan.id, JSON.stringify(placement), plan.seats.length, ...pairs]
        }),
      ],
    )) as readonly number[]
    return placed.map(answer => answer === 1)
  }

  async placed(): Promise<readonly Placement[]> {
    const placements = await this.redis.hvals(this.names.placed)
    return placements.map(placement => JSON.parse(placement) as Placement)
  }

  async announced(races: readonly RaceId[]): Promise<void> {
    if (races.length > 0) await this.redis.hdel(this.names.placed, ...races)
  }

  get #places(): readonly string[] {
    const { tickets, queueOpen, queueFull, queueRooms } = this.names
    return [tickets, queueOpen, queueFull, queueRooms]
  }
}
