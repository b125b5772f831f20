import { libraryOf, Matchmaking, RaceJobs, Reaping, Settling } from '@ketik/matchmaker/parts'
import { repeat } from '@ketik/runtime'
import type { SettlingScores } from './memory-scores.ts'
import { Process } from './process.ts'
import type { SimLink } from './sim-link.ts'
import type { Stage } from './stage.ts'

const SWEEP_MS = 1_000
const CONCURRENCY = 4

const text = (lang: 'en' | 'id') =>
  ({ id: `t-${lang}`, lang, text: 'ketik ya', source: 'the model', licence: 'CC0-1.0' }) as const
const TEXTS = libraryOf([text('en'), text('id')])

/** A matchmaker as `startMatchmaker` puts it together, over the shared state in memory. */
export class MatchmakerProcess extends Process {
  readonly #workLink: SimLink
  readonly #scores: SettlingScores

  constructor(
    stage: Stage,
    name: string,
    private readonly seatsMax: number,
  ) {
    super(stage, name)
    this.#workLink = this.linkTo(stage.redis)
    this.#scores = stage.scores.over(this.linkTo(stage.postgres))
  }

  protected start(): void {
    const { stage, actor, link, jobsLink } = this
    const { memory, log } = stage
    const cluster = memory.join({ node: actor.name, role: 'matchmaker', link, jobsLink }, log)
    const settings = { seatsMax: this.seatsMax, lang: 'en', length: 'short' } as const
    const matchmaking = new Matchmaking(cluster, TEXTS, settings, log)
    const raceJobs = new RaceJobs(cluster, new Settling(cluster, this.#scores, log), log)
    const reaping = new Reaping(cluster, raceJobs, log)
    const handlers = { pair: () => matchmaking.pairWaiting(), race: raceJobs.run.bind(raceJobs) }
    memory.work(CONCURRENCY, handlers, log, this.#workLink)
    repeat(SWEEP_MS, log, 'sweep', async () => {
      await Promise.all([reaping.reapDead(), matchmaking.announceLeftOver(), matchmaking.pairWaiting()])
    })
  }
}
