import { libraryOf, Matchmaking, RaceJobs, Reaping, Settling } from '@ketik/matchmaker/parts'
import { repeat } from '@ketik/runtime'
import { Process } from './process.ts'
import type { Stage } from './stage.ts'

const SWEEP_MS = 1_000
const CONCURRENCY = 4

const text = (lang: 'en' | 'id') =>
  ({ id: `t-${lang}`, lang, text: 'ketik ya', source: 'the model', licence: 'CC0-1.0' }) as const
const TEXTS = libraryOf([text('en'), text('id')])

/** A matchmaker as `startMatchmaker` puts it together, over the shared state in memory. */
export const startMatchmaker = (stage: Stage, name: string, seatsMax: number): Process => {
  const { memory, log, redis, postgres } = stage
  const matchmaker = new Process(stage, name)
  const link = matchmaker.linkTo(redis)
  const jobsLink = matchmaker.linkTo(redis)
  const workLink = matchmaker.linkTo(redis)
  const scores = stage.scores.over(matchmaker.linkTo(postgres))
  return matchmaker.start(() => {
    const cluster = memory.join({ node: name, role: 'matchmaker', link, jobsLink }, log)
    const matchmaking = new Matchmaking(cluster, TEXTS, { seatsMax, lang: 'en', length: 'short' }, log)
    const raceJobs = new RaceJobs(cluster, new Settling(cluster, scores, log), log)
    const reaping = new Reaping(cluster, raceJobs, log)
    const handlers = { pair: () => matchmaking.pairWaiting(), race: raceJobs.run.bind(raceJobs) }
    memory.work(CONCURRENCY, handlers, log, workLink)
    repeat(SWEEP_MS, log, 'sweep', async () => {
      await Promise.all([reaping.reapDead(), matchmaking.announceLeftOver(), matchmaking.pairWaiting()])
    })
  })
}
