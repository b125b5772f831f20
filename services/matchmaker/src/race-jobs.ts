import type { RaceJob, SharedCluster } from '@ketik/cluster'
import { assertNever, isOver, isRefusal, type Race, type RaceCommand } from '@ketik/race'
import type { Log } from '@ketik/runtime'
import type { Settling } from './settling.ts'

/** What a matchmaker does with a race once its time has come. Doing any of it twice changes nothing. */
export class RaceJobs {
  constructor(
    private readonly cluster: SharedCluster,
    private readonly settling: Settling,
    private readonly log: Log,
  ) {}

  async run(job: RaceJob): Promise<void> {
    switch (job.kind) {
      case 'deadline':
        return await this.#end(job.race, { type: 'close', at: this.cluster.clock.now() })
      case 'grace':
        return await this.#end(job.race, {
          type: 'end-grace',
          seat: job.seat,
          epoch: job.epoch,
          at: this.cluster.clock.now(),
        })
      case 'finish': {
        const race = await this.cluster.races.load(job.race)
        if (race === undefined) return
        if (isOver(race)) await this.settling.storeEnd(race)
        else if (race.seats[job.seat]?.state === 'finished') await this.settling.storeFinishes(race)
        return
      }
      case 'settle': {
        const race = await this.cluster.races.load(job.race)
        if (race !== undefined) await this.settling.settle(race)
        return
      }
      case 'rate':
        return await this.settling.rate(job.race)
      default:
        return assertNever(job)
    }
  }

  /** Applies a command, tells the nodes of the race, and settles it when that was the end of it. */
  async apply(id: string, command: RaceCommand): Promise<Race | undefined> {
    const answer = await this.cluster.races.apply(id, command)
    if (answer === undefined) return undefined
    if (isRefusal(answer)) {
      this.log.debug({ race: id, command: command.type, refused: answer.refused }, 'nothing to do')
      return undefined
    }
    for (const node of new Set(answer.seats.map(seat => seat.node))) {
      this.cluster.inbox.addUrgent(node, ['race', answer])
    }
    return answer
  }

  async #end(id: string, command: RaceCommand): Promise<void> {
    const race = (await this.apply(id, command)) ?? (await this.cluster.races.load(id))
    if (race !== undefined) await this.settling.settle(race)
  }
}
