import type { Ticket } from '@ketik/cluster'
import { type ClientMessageOf, type Refusal, refuse } from '@ketik/protocol'
import { creditFor, type Race } from '@ketik/race'
import { metrics } from '@ketik/runtime'
import type { FoundSeat } from '../node/races.ts'
import type { NodeQueueing } from '../node/sessions.ts'
import type { LiveRace } from '../race/live-race.ts'
import type { Player } from './player.ts'

/** Pages of contract A show it as it is. */
const WAITING_MESSAGE = 'Menunggu pemain lain...'

export type QueueingPlayer = Player & {
  readonly gaveUp: string | undefined
  queue(queueing: Queueing): void
  isIn(phase: { readonly at: string }): boolean
  /** Takes the seat of a race that was made for this player. */
  race(live: LiveRace, seat: number): void
  /** Goes on with a race that was under way elsewhere. */
  resume(found: FoundSeat): Promise<void>
}

/** Asks for a race. The player waits from the moment of asking, so that a match can overtake the answer of the queue. */
export const requestRace = async (
  player: QueueingPlayer,
  message: ClientMessageOf<'req_matchmaking'>,
): Promise<Refusal | undefined> => {
  const { node, membership, share } = player
  if (membership === undefined) return refuse('not_logged_in')
  if (node.admission.isDraining) return refuse('unavailable')
  const now = performance.now()
  if (!node.names.take('races', membership.folded, now)) return refuse('rate_limited')
  if (!share.take('races', now)) return refuse('rate_limited')
  const { player: id, username } = membership
  const queueing = new Queueing(player, {
    player: id,
    username,
    node: node.id,
    timed: player.v1 ? 'keys' : 'arrival',
    creditMs: player.v1 ? Math.round(creditFor(player.latency.roundTripMs())) : 0,
    resumable: player.v1,
    since: node.now(),
    ...(message.lang === undefined ? {} : { lang: message.lang }),
    ...(message.seats === undefined ? {} : { seats: message.seats }),
    ...(message.room === undefined ? {} : { room: message.room }),
    ...(message.rated === true ? { rated: true } : {}),
    network: node.networkTag(player.transport.address),
  })
  player.queue(queueing)
  return queueing.join()
}

/** The phase of a player who waits for a race. */
export class Queueing implements NodeQueueing {
  readonly at = 'queueing'
  #countSent = 0

  constructor(
    private readonly player: QueueingPlayer,
    private ticket: Ticket,
  ) {}

  async join(): Promise<Refusal | undefined> {
    const { player, ticket } = this
    const { cluster } = player.node
    const count = await cluster.queue.join(ticket).catch(error => {
      player.leave(this)
      throw error
    })
    if (count === 'full') {
      player.leave(this)
      return refuse('queue_full')
    }
    if (player.isHungUp || !player.isOpen) {
      this.drop()
      return undefined
    }
    this.onCount(count)
    if (count > 1) await cluster.jobs.pair()
    return undefined
  }

  /** The player stops waiting. If the ticket is gone already, a race is on its way, and the player will be told. */
  async stop(): Promise<Refusal | undefined> {
    const { queue } = this.player.node.cluster
    if (!(await queue.leave(this.ticket.player))) return refuse('not_waiting')
    this.player.leave(this)
    return undefined
  }

  /** From here on a race that is made of the ticket finds nobody who waits, so nothing of it follows the answer. */
  async cancel(): Promise<void> {
    const { node } = this.player
    this.player.leave(this)
    await node.cluster.queue
      .leave(this.ticket.player)
      .catch(error => node.log.warn({ err: error }, 'could not leave the queue'))
  }

  /** The connection has ended. */
  drop(): void {
    const { node } = this.player
    node.inBackground('leave the queue', node.cluster.queue.leave(this.ticket.player))
  }

  /** A player who asked before anything was measured gets its credit from the first measurement, once. */
  credit(): void {
    const { player, ticket } = this
    if (!player.v1 || ticket.creditMs > 0) return
    const creditMs = Math.round(creditFor(player.latency.roundTripMs()))
    if (creditMs === 0) return
    this.ticket = { ...ticket, creditMs }
    player.node.inBackground('credit a ticket', player.node.cluster.queue.join(this.ticket))
  }

  isSince(asked: number | undefined): boolean {
    return asked === undefined || this.ticket.since === asked
  }

  /** The count of those who wait, sent once for each value that this player has not seen. */
  onCount(count: number): void {
    const { player } = this
    if (!player.isIn(this) || this.#countSent === count) return
    this.#countSent = count
    player.tell({ status: 'waiting', waiting_count: count, message: WAITING_MESSAGE })
  }

  onMatched(live: LiveRace, seat: number): void {
    const { player } = this
    if (!player.isIn(this) || live.id === player.gaveUp) return
    metrics.matchDelay.observe(Math.max(0, player.node.now() - this.ticket.since))
    // The count comes first, even when the match overtook it.
    if (this.#countSent === 0) this.onCount(live.race.seats.length)
    player.race(live, seat)
  }

  /**
   * Redis may have lost the ticket: it is handed in again, which changes nothing where it is still there. When the
   * player's latest race, over by now, answered it unheard, the player asks anew.
   */
  async rejoin(latest: Race | undefined): Promise<void> {
    const { player } = this
    if (!player.isIn(this)) return
    const isAnswered = latest !== undefined && latest.plan.startsAt > this.ticket.since
    if (isAnswered) this.ticket = { ...this.ticket, since: player.node.now() }
    const { cluster } = player.node
    const count = await cluster.queue.join(this.ticket)
    if (count !== 'full' && count > 1) await cluster.jobs.pair()
  }

  async onMatchedElsewhere(found: FoundSeat): Promise<void> {
    const { player } = this
    const { membership } = player
    if (membership === undefined || !player.v1 || !player.isIn(this)) return
    const current = await player.node.cluster.lobby.holder(membership.folded)
    // The player may be at the other node again, and the word of that lost.
    if (current !== undefined && current.session !== player.id) player.close('taken_over')
    else if (player.isIn(this)) await player.resume(found)
  }
}
