import { libraryOf, Matchmaking, RaceJobs, Reaping, Settling } from '@ketik/matchmaker/parts'
import { repeat } from '@ketik/runtime'
import type { Actor } from './event-heap.ts'
import type { SimLink } from './sim-link.ts'
import type { Stage } from './stage.ts'

const SWEEP_MS = 1_000
const CONCURRENCY = 4

const text = (lang: 'en' | 'id') =>
  ({ id: `t-${lang}`, lang, text: 'ketik ya', source: 'the model', licence: 'CC0-1.0' }) as const
const TEXTS = libraryOf([text('en'), text('id')])

/** A matchmaker as `startMatchmaker` puts it together, over the shared state in memory. */
export class MatchmakerProcess {
  readonly kind = 'matchmaker'
  readonly actor: Actor
  /** Commands, the doors to BullMQ of its own and of its workers, and PostgreSQL. */
  readonly links: readonly SimLink[]

  constructor(
    private readonly stage: Stage,
    name: string,
    private readonly seatsMax: number,
  ) {
    this.actor = stage.world.actor(name)
    const { actor } = this
    this.links = [stage.toRedis(actor), stage.toRedis(actor), stage.toRedis(actor), stage.toPostgres(actor)]
  }

  start(): void {
    const { stage, actor } = this
    stage.world.after(0, actor, 'starts', () => {
      const [link, jobsLink, workLink, pgLink] = this.links
      if (!link || !jobsLink || !workLink || !pgLink) return
      const log = stage.log()
      const { memory } = stage
      const cluster = memory.join({ node: actor.name, role: 'matchmaker', link, jobsLink }, log)
      const scores = stage.scores.over(pgLink)
      const settings = { seatsMax: this.seatsMax, lang: 'en', length: 'short' } as const
      const matchmaking = new Matchmaking(cluster, TEXTS, settings, log)
      const raceJobs = new RaceJobs(cluster, new Settling(cluster, scores, log), log)
      const reaping = new Reaping(cluster, raceJobs, log)
      const handlers = { pair: () => matchmaking.pairWaiting(), race: raceJobs.run.bind(raceJobs) }
      memory.work(CONCURRENCY, handlers, log, workLink)
      repeat(SWEEP_MS, log, 'sweep', async () => {
        await Promise.all([reaping.reapDead(), matchmaking.announceLeftOver(), matchmaking.pairWaiting()])
      })
    })
  }

  crash(): void {
    if (!this.actor.alive) return
    this.stage.world.note(`kills ${this.actor.name}`)
    this.actor.alive = false
    for (const link of this.links) link.die()
  }
}
