import { startNode } from '@ketik/edge'
import { createWork, libraryOf } from '@ketik/matchmaker/parts'
import { repeat } from '@ketik/runtime'
import { Process } from './process.ts'
import type { Stage } from './stage.ts'

export const SESSION_SECRET = 'a secret of the model'
const EDGE_SETTINGS = {
  sessionSecret: SESSION_SECRET,
  connectionsMax: 1_000,
  connectionsPerAddressMax: 1_000,
  messagesPerSecond: 1_000,
}
const BOARDS = { top: async () => ({ data: [], stale: false }) }

const SWEEP_MS = 1_000
const CONCURRENCY = 4
const text = (lang: 'en' | 'id') =>
  ({ id: `t-${lang}`, lang, text: 'ketik ya', source: 'the model', licence: 'CC0-1.0' }) as const
const TEXTS = libraryOf([text('en'), text('id')])

/** A gateway without its sockets: the real node over the shared state in memory. Its cluster time is a little off. */
export const startEdge = (stage: Stage, name: string, onFailed: () => void): Process => {
  const { memory, log, world, redis } = stage
  const edge = new Process(stage, 'e', name)
  const link = edge.linkTo(redis)
  const jobsLink = edge.linkTo(redis)
  const skewMs = world.choices.oneOf(0, 3, -3, 20, -20)
  const now = () => world.clusterNow() + skewMs
  world.after(0, edge, 'starts', () => {
    const cluster = memory.join({ node: name, role: 'gateway', link, jobsLink, now }, log)
    startNode(cluster, BOARDS, EDGE_SETTINGS, log).then(
      node => {
        edge.node = node
      },
      () => {
        edge.crash()
        onFailed()
      },
    )
  })
  return edge
}

/** A matchmaker as `startMatchmaker` puts it together, over the shared state in memory. */
export const startMatchmaker = (stage: Stage, name: string, seatsMax: number): Process => {
  const { memory, log, world, redis, postgres } = stage
  const matchmaker = new Process(stage, 'm', name)
  const link = matchmaker.linkTo(redis)
  const jobsLink = matchmaker.linkTo(redis)
  const workLink = matchmaker.linkTo(redis)
  const scores = stage.scores.over(matchmaker.linkTo(postgres))
  world.after(0, matchmaker, 'starts', () => {
    const cluster = memory.join({ node: name, role: 'matchmaker', link, jobsLink }, log)
    const settings = { seatsMax, lang: 'en', length: 'short' } as const
    const { handlers, sweep } = createWork(cluster, scores, TEXTS, settings, log)
    memory.work(CONCURRENCY, handlers, log, workLink)
    repeat(SWEEP_MS, log, 'sweep', sweep)
  })
  return matchmaker
}
