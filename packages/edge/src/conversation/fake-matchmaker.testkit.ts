import type { RaceJob, SharedCluster, Ticket } from '@ketik/cluster'
import type { MemoryCluster } from '@ketik/cluster/memory'
import { isRefusal, type RacePlan } from '@ketik/race'
import type { Log } from '@ketik/runtime'

/** Everyone who asks within this time gets into one race. */
const COLLECT_MS = 50
const COUNTDOWN_MS = 3_000
export const RACE_MS = 60_000
export const TEXT = 'ketik ya'

/** Pairs everyone who waits, and ends the grace of players who stay away. It notes the jobs that it was given. */
export class FakeMatchmaker {
  /** Every job of a race, in the order in which it became due. */
  readonly jobs: RaceJob[] = []
  /** How many races there were; they are called r1, r2 and so on. */
  races = 0

  constructor(
    memory: MemoryCluster,
    private readonly cluster: SharedCluster,
    log: Log,
  ) {
    memory.work(4, { pair: () => this.#pair(), race: job => this.#run(job) }, log)
  }

  async #pair(): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, COLLECT_MS))
    const tickets = await this.cluster.queue.pairable(16)
    if (tickets.length < 2) return
    const { clock, inbox, queue, races } = this.cluster
    const nodes = tickets.map(({ node }) => node)
    const plan = this.#plan(tickets, Math.ceil(clock.now()) + COUNTDOWN_MS)
    const asked = tickets.map(({ since }) => since)
    await queue.place([{ plan, nodes, asked, placedAt: clock.now() }])
    const race = await races.create(plan, nodes)
    for (const node of new Set(nodes)) inbox.addUrgent(node, ['plan', race, asked])
    await queue.announced([plan.id])
  }

  #plan(tickets: readonly Ticket[], startsAt: number): RacePlan {
    this.races += 1
    return {
      id: `r${this.races}`,
      text: { id: 't1', lang: 'id', text: TEXT, source: 'a test', licence: 'CC0-1.0' },
      startsAt,
      endsAt: startsAt + RACE_MS,
      seats: tickets.map(({ player, username, timed, creditMs, resumable }) => ({
        player,
        username,
        timed,
        creditMs,
        resumable,
      })),
    }
  }

  async #run(job: RaceJob): Promise<void> {
    this.jobs.push(job)
    if (job.kind !== 'grace') return
    const { race, seat, epoch } = job
    const answer = await this.cluster.races.apply(race, {
      type: 'end-grace',
      seat,
      epoch,
      at: this.cluster.clock.now(),
    })
    if (answer === undefined || isRefusal(answer)) return
    for (const node of new Set(answer.seats.map(({ node }) => node)))
      this.cluster.inbox.addUrgent(node, ['race', answer])
  }
}
