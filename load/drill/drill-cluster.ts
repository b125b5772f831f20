import { openScores } from '@ketik/scores'
import { type LineQuality, openTcpProxy, perfectLine, type TcpProxy } from '../../infra/test/tcp-proxy.ts'
import { LOAD_SETTINGS, type NodeName, startOwnCluster } from '../cluster/own-cluster.ts'
import type { Ending } from '../ending.ts'
import { openNamespace } from './network-namespace.ts'
import { mountSmallDisk } from './small-disk.ts'
import type { Outage } from './verdict.ts'

/** What of a cluster is unlike the rest. */
export type Layout = {
  /** PostgreSQL keeps its data on a disk that can be filled. */
  readonly smallDisk?: boolean
  /** A node in a network namespace of its own. */
  readonly apart?: NodeName
  /** Nodes whose every connection, to players, Redis and PostgreSQL, goes by a line, which can be cut. */
  readonly lines?: Partial<Record<NodeName, LineQuality>>
}

export type DrillCluster = Awaited<ReturnType<typeof startDrillCluster>>
/** How a player reaches a node. */
export type DrillDoor = DrillCluster['doors'][number]

const LOOPBACK = '127.0.0.1'
/** Loaded into every node. A URL, because NODE_OPTIONS is cut at spaces. */
const jumpClock = new URL('jump-clock.mjs', import.meta.url).href

/** Two gateways, two edges, two matchmakers, a Redis with its append-only file and a PostgreSQL, for one drill alone. */
export const startDrillCluster = async (ending: Ending, layout: Layout = {}) => {
  const disk = layout.smallDisk ? mountSmallDisk() : undefined
  if (disk !== undefined) ending.add(disk.unmount)
  const namespace = layout.apart === undefined ? undefined : openNamespace()
  if (namespace !== undefined) ending.add(namespace.remove)

  const openLine = async (...to: Parameters<typeof openTcpProxy>): Promise<TcpProxy> => {
    const line = await openTcpProxy(...to)
    ending.add(line.close)
    return line
  }
  /** `inside`: where the node listens. `outside`: where it finds the lines to Redis and PostgreSQL. */
  const surroundingsOf = (name: NodeName) => {
    if (name === layout.apart && namespace !== undefined) return { quality: perfectLine, ...namespace }
    const quality = layout.lines?.[name]
    return quality && { quality, inside: LOOPBACK, outside: LOOPBACK, enter: [] }
  }
  const cluster = await startOwnCluster(
    {
      gateways: 2,
      edges: 2,
      matchmakers: 2,
      settings: {
        ...LOAD_SETTINGS,
        LOG_LEVEL: 'info',
        NODE_OPTIONS: `--enable-source-maps --import ${jumpClock}`,
      },
      dataFolder: disk?.folder,
      around: async (name, { redis, postgres }) => {
        const around = surroundingsOf(name)
        if (around === undefined) return {}
        const { quality, inside, outside, enter } = around
        const byLine = async (url: string): Promise<string> => {
          const { hostname: host, port } = new URL(url)
          const line = await openLine({ host, port: Number(port) }, quality, { listenOn: outside })
          return url.replace(`${host}:${port}`, `${line.host}:${line.port}`)
        }
        const environment = {
          HOST: inside,
          REDIS_URL: await byLine(redis.url),
          DATABASE_URL: await byLine(postgres.url),
        }
        return { environment, enter }
      },
    },
    ending,
  )
  const doors = []
  for (const { name, over, port } of cluster.nodes) {
    if (over === undefined) continue
    const around = surroundingsOf(name)
    const line = around && (await openLine({ host: around.inside, port }, around.quality))
    doors.push({ over, port: line?.port ?? port, node: name, line })
  }
  const scores = openScores({ databaseUrl: cluster.postgres.url })
  ending.add(scores.close)
  const outages: Outage[] = []
  return { ...cluster, doors, scores, outages, disk, namespace }
}
