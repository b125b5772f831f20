import { startNode } from '@ketik/edge'
import { Process } from './process.ts'
import type { Stage } from './stage.ts'

export const SESSION_SECRET = 'a secret of the model'
const SETTINGS = {
  sessionSecret: SESSION_SECRET,
  connectionsMax: 1_000,
  connectionsPerAddressMax: 1_000,
  messagesPerSecond: 1_000,
}
const BOARDS = { top: async () => ({ data: [], stale: false }) }

/** A gateway without its sockets: the real node over the shared state in memory. Its cluster time is off by `skewMs`. */
export const startEdge = (stage: Stage, name: string, skewMs: number): Process => {
  const { memory, log, world, redis } = stage
  const edge = new Process(stage, name)
  const link = edge.linkTo(redis)
  const jobsLink = edge.linkTo(redis)
  const now = () => world.clusterNow() + skewMs
  return edge.start(() => {
    const cluster = memory.join({ node: name, role: 'gateway', link, jobsLink, now }, log)
    startNode(cluster, BOARDS, SETTINGS, log).then(
      node => {
        edge.node = node
      },
      () => edge.crash(),
    )
  })
}
