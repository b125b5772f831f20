import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { migrate, openScores, type Scores } from '@ketik/scores'
import { openFolder, startOwnPostgres, startOwnRedis } from '../../infra/test/own-stores.ts'
import type { Restartable } from '../../infra/test/restartable.ts'
import {
  type Address,
  type LineQuality,
  openTcpProxy,
  perfectLine,
  type TcpProxy,
} from '../../infra/test/tcp-proxy.ts'
import type { Ending } from '../ending.ts'
import {
  type DrillDoor,
  type DrillNode,
  type NodeName,
  nodeNames,
  type Surroundings,
  startNode,
} from './drill-node.ts'
import { type NetworkNamespace, openNamespace } from './network-namespace.ts'
import { Outages } from './outages.ts'
import { ownPort } from './own-port.ts'
import { mountSmallDisk, type SmallDisk } from './small-disk.ts'

/** What of a cluster is unlike the rest. */
export type Layout = {
  /** PostgreSQL keeps its data on a disk that can be filled. */
  readonly smallDisk?: boolean
  /** A node in a network namespace of its own. */
  readonly apart?: NodeName
  /** Nodes whose every connection, to players, Redis and PostgreSQL, goes by a line, which can be cut. */
  readonly lines?: Partial<Record<NodeName, LineQuality>>
}

export type DrillCluster = {
  readonly redis: Restartable
  readonly postgres: Restartable
  readonly nodes: ReadonlyMap<NodeName, DrillNode>
  readonly doors: readonly DrillDoor[]
  readonly scores: Scores
  readonly outages: Outages
  readonly disk: SmallDisk | undefined
  readonly namespace: NetworkNamespace | undefined
}

/** Two gateways, two edges, two matchmakers, a Redis with its append-only file and a PostgreSQL, for one drill alone. */
export const startDrillCluster = async (ending: Ending, layout: Layout = {}): Promise<DrillCluster> => {
  const folder = openFolder('ketik-drill-')
  ending.add(() => rmSync(folder, { recursive: true, force: true }))
  const diskFolder = join(folder, 'disk')
  const disk = layout.smallDisk ? mountSmallDisk(diskFolder) : undefined
  if (disk !== undefined) ending.add(disk.unmount)
  const onRun = (stop: () => Promise<void>) => ending.add(stop)
  const redis = await startOwnRedis({ folder, port: await ownPort(), onRun })
  const dataFolder = disk === undefined ? folder : diskFolder
  const postgres = await startOwnPostgres({ folder, dataFolder, port: await ownPort(), onRun })
  const { url } = postgres
  await migrate(url)
  const scores = openScores({ databaseUrl: url })
  ending.add(scores.close)
  const namespace = layout.apart === undefined ? undefined : openNamespace()
  if (namespace !== undefined) ending.add(namespace.remove)

  const line = async (to: Address, quality: LineQuality, listenOn?: string): Promise<TcpProxy> => {
    const opened = await openTcpProxy(to, quality, listenOn === undefined ? {} : { listenOn })
    ending.add(opened.close)
    return opened
  }
  const surroundingsOf = async (name: NodeName): Promise<Surroundings> => {
    const quality = layout.lines?.[name]
    const isApart = namespace !== undefined && layout.apart === name
    if (quality === undefined && !isApart) return { folder, redisPort: redis.port, databaseUrl: url }
    const listenOn = isApart ? namespace.outsideHost : '127.0.0.1'
    const via = (port: number) => line({ host: '127.0.0.1', port }, quality ?? perfectLine, listenOn)
    const [toRedis, toPostgres] = await Promise.all([via(redis.port), via(postgres.port)])
    const databaseUrl = new URL(url)
    databaseUrl.host = `${listenOn}:${toPostgres.port}`
    return {
      folder,
      redisHost: listenOn,
      redisPort: toRedis.port,
      databaseUrl: databaseUrl.href,
      doorLine: to => line(to, quality ?? perfectLine),
      ...(isApart ? { host: namespace.insideHost, enter: namespace.enter } : {}),
    }
  }
  const nodes = new Map<NodeName, DrillNode>()
  await Promise.all(
    nodeNames.map(async name => {
      nodes.set(name, await startNode(name, await surroundingsOf(name), ending))
    }),
  )
  const doors = [...nodes.values()].flatMap(({ door }) => door ?? [])
  return { redis, postgres, nodes, doors, scores, outages: new Outages(), disk, namespace }
}
