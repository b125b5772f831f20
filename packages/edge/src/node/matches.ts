import type { TicketQueue } from '@ketik/cluster'
import { isActive, isOver, type NodeId, type PlayerId, type Race } from '@ketik/race'
import { metrics } from '@ketik/runtime'
import type { Races } from './races.ts'
import type { NodeSession, Sessions } from './sessions.ts'

/** A waiting player is told a new count this long after it changed: the latest one matters. */
const COUNT_MS = 100
/** So many tickets are asked for with one question. */
const TICKETS_AT_ONCE = 500

type Parts = {
  readonly id: NodeId
  readonly queue: Pick<TicketQueue, 'holders'>
  readonly races: Races
  readonly sessions: Sessions
  inBackground(what: string, work: Promise<unknown>): void
}

/** The players here who wait for a race, and the races that are made for them. */
export class Matches {
  #count = 0
  #counting: NodeJS.Timeout | undefined

  constructor(private readonly parts: Parts) {}

  /**
   * A race for players of this node who asked at those instants. It may come late or twice: one who is back from
   * elsewhere has opened the race already, and one who has left the race may wait for another. `finder`: the player who
   * found it by its own seat. The others' seats may not be findable yet, and a player who is told of a race must find
   * it again after a drop.
   */
  onPlan(plan: Race, asked: readonly number[] = [], finder?: NodeSession): void {
    const { id, races, sessions } = this.parts
    const waiting = new Map<number, NodeSession>()
    for (const [seat, { player }] of plan.plan.seats.entries()) {
      const session = sessions.of(player)
      if (session?.queueing?.isSince(asked[seat])) waiting.set(seat, session)
    }
    if (isOver(plan) && waiting.size === 0) return
    const live = races.get(plan.plan.id) ?? races.open(plan)
    for (const [seat, { node }] of live.race.seats.entries()) {
      if (node !== id) continue
      const session = waiting.get(seat)
      if (session === undefined) live.absent(seat)
      else if (finder === undefined || session === finder) session.queueing?.onMatched(live, seat)
    }
  }

  /** How many wait in the whole cluster. */
  onCount(count: number): void {
    this.#count = count
    metrics.queueLength.set(count)
    this.#counting ??= setTimeout(() => {
      this.#counting = undefined
      for (const { queueing } of this.parts.sessions.queueing) queueing?.onCount(this.#count)
    }, COUNT_MS)
  }

  /** A plan may have been published while this node could not hear: those who wait are looked up. */
  findAll(): void {
    for (const session of this.parts.sessions.queueing) this.#findSoon(session)
  }

  /** A player who waits without a ticket has been matched. Its plan is on its way, or was lost. */
  async checkTickets(): Promise<void> {
    const waiting = this.parts.sessions.queueing
    for (let i = 0; i < waiting.length; i += TICKETS_AT_ONCE) {
      const some = waiting.slice(i, i + TICKETS_AT_ONCE)
      const held = await this.parts.queue.holders(some.map(({ player = '' }) => player))
      for (const session of some) if (!held.has(session.player ?? '')) this.#findSoon(session)
    }
  }

  close(): void {
    clearTimeout(this.#counting)
  }

  #findSoon(session: NodeSession): void {
    const { player, queueing } = session
    if (player === undefined || queueing === undefined) return
    this.parts.inBackground('look for a missed match', this.#find(player, session))
  }

  /**
   * The race a waiting player was matched into unheard, here or by a wish it had at another node before; without one, its
   * ticket is made sure of.
   */
  async #find(player: PlayerId, session: NodeSession): Promise<void> {
    const found = await this.parts.races.findSeat(player)
    const seat = found?.race.seats[found.seat]
    if (found === undefined || seat === undefined || !isActive(seat))
      await session.queueing?.rejoin(found?.race)
    else if (seat.node === this.parts.id) this.onPlan(found.race, [], session)
    else await session.queueing?.onMatchedElsewhere(found)
  }
}
