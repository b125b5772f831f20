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
/** How many rooms are looked at at once, and how many of those who wait in one. */
const ROOMS_AT_ONCE = 100
/** For so long after the last placing it is known which tickets have been used. */
const PLACED_OF_LATE_MS = 10 * 60_000

/** A player's wish for a race. Its id is the player's: one player waits once. */
export type Ticket = SeatPlan & {
  readonly node: NodeId
  readonly lang?: Lang
  /** With a room: how many it waits for. Without: the most the player wants to race with. */
  readonly seats?: number
  readonly room?: string
  /** The player agrees that a race in the room is rated. */
  readonly rated?: boolean
  /** Stands for the player's address: equal for equal addresses (IPv6: /64), and nobody without the key can tell which. */
  readonly network?: string
  /** Cluster time at which it asked. */
  readonly since: number
}

/** A race whose tickets have left the queue, until its plan was announced. */
export type Placement = {
  readonly plan: RacePlan
  readonly nodes: readonly NodeId[]
  /** The `since` of each ticket: which of a player's wishes the race answers. */
  readonly asked: readonly number[]
  readonly placedAt: number
}

export type TicketQueue = {
  /** How many wait now, or 'full'. A player waits once: the later asked ticket stands, at the place of the first (of two asked at one instant: the later handed in); one asked no later than it was placed by is void. */
  join(ticket: Ticket): Promise<number | 'full'>
  /** False when the ticket was not waiting (any more), or is of another node; `node` is this one unless given. */
  leave(player: PlayerId, node?: NodeId): Promise<boolean>
  /**
   * The tickets that could race now: of the public at most `limit`, longest waiting first, then those of rooms that have as
   * many as they ask for. Who waits in a room for somebody who has not come stands in nobody's way.
   */
  pairable(limit: number): Promise<readonly Ticket[]>
  /** Of these players, those who have a ticket. */
  holders(players: readonly PlayerId[]): Promise<ReadonlySet<PlayerId>>
  /** All tickets of a node. */
  waitingAt(node: NodeId): Promise<readonly Ticket[]>
  count(): Promise<number>
  /** For each race, in order: takes the tickets of all the plan's players, each as waiting at its node, or none. */
  place(placements: readonly Placement[]): Promise<readonly boolean[]>
  placed(): Promise<readonly Placement[]>
  announced(races: readonly RaceId[]): Promise<void>
}

export class RedisTicketQueue implements TicketQueue {
  constructor(
    private readonly redis: RedisClient,
    private readonly run: RunScript,
    private readonly names: Names,
    private readonly bus: Bus,
    private readonly node: NodeId,
  ) {}

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

  async leave(player: PlayerId, node: NodeId = this.node): Promise<boolean> {
    const left = await this.run('leave-queue', this.#places, [
      player,
      this.names.queueCount,
      this.bus.publishCommand,
      node,
    ])
    return left === 1
  }

  async pairable(limit: number): Promise<readonly Ticket[]> {
    const tickets = await this.run('pairable-tickets', this.#places, [limit, ROOMS_AT_ONCE, SEATS_MAX])
    return (tickets as readonly string[]).map(ticket => JSON.parse(ticket) as Ticket)
  }

  async holders(players: readonly PlayerId[]): Promise<ReadonlySet<PlayerId>> {
    if (players.length === 0) return new Set()
    const tickets = await this.redis.hmget(this.names.tickets, ...players)
    return new Set(players.filter((_, i) => typeof tickets[i] === 'string'))
  }

  async waitingAt(node: NodeId): Promise<readonly Ticket[]> {
    const tickets = await this.redis.hvals(this.names.tickets)
    return tickets.map(ticket => JSON.parse(ticket) as Ticket).filter(ticket => ticket.node === node)
  }

  async count(): Promise<number> {
    return await this.redis.hlen(this.names.tickets)
  }

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
