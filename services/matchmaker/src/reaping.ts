import { HeartbeatWatch, type SharedCluster } from '@ketik/cluster'
import { GRACE_MS, isActive, type NodeId } from '@ketik/race'
import { type Log, metrics } from '@ketik/runtime'
import type { RaceJobs } from './race-jobs.ts'

/** Sees to what a node left behind when its heartbeat ended without goodbye. Several matchmakers may do so at once. */
export class Reaping {
  readonly #watch: HeartbeatWatch

  constructor(
    private readonly cluster: SharedCluster,
    private readonly raceJobs: RaceJobs,
    private readonly log: Log,
  ) {
    this.#watch = new HeartbeatWatch(cluster.registry, cluster.writes)
  }

  /** To be called every second. */
  async reapDead(): Promise<void> {
    await this.#watch.look()
    for (const node of this.#watch.dead()) {
      this.log.warn({ gone: node }, 'a node is gone: seeing to its players')
      await this.#endTickets(node)
      await this.#endSeats(node)
      const left = await this.cluster.lobby.evict(node)
      await this.cluster.registry.bury(node)
      metrics.nodesReaped.inc()
      this.log.info({ gone: node, left }, 'a node has been seen to')
    }
  }

  async #endTickets(node: NodeId): Promise<void> {
    for (const { player } of await this.cluster.queue.waitingAt(node))
      await this.cluster.queue.leave(player, node)
  }

  /**
   * Players who can come back have their grace period from now; the others have left. A finish has a job already, but
   * the node may have died before it could say again that the record has it.
   */
  async #endSeats(node: NodeId): Promise<void> {
    for (const id of await this.cluster.registry.racesOf(node)) {
      const race = await this.cluster.races.load(id)
      if (race === undefined) continue
      for (const [number, seat] of race.seats.entries()) {
        if (seat.state === 'finished') await this.cluster.jobs.add({ kind: 'finish', race: id, seat: number })
        if (seat.node !== node || !isActive(seat)) continue
        const at = this.cluster.clock.now()
        if (race.plan.seats[number]?.resumable) {
          await this.raceJobs.apply(id, { type: 'seat-away', seat: number, epoch: seat.epoch, at })
          await this.cluster.jobs.add(
            { kind: 'grace', race: id, seat: number, epoch: seat.epoch },
            GRACE_MS + 50,
          )
        } else {
          await this.raceJobs.apply(id, {
            type: 'leave-seat',
            seat: number,
            reason: 'left',
            at,
            epoch: seat.epoch,
          })
        }
      }
      await this.cluster.jobs.add({ kind: 'settle', race: id })
    }
  }
}
