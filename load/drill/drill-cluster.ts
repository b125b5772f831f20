import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, openScores, type Scores } from '@ketik/scores'
import { findPostgres } from '../../infra/local/postgres-program.ts'
import { startPostgres } from '../../infra/local/postgres-server.ts'
import { provideRedisProgram } from '../../infra/local/redis-program.ts'
import { startRedis } from '../../infra/local/redis-server.ts'
import type { OnStart } from '../../infra/local/server-process.ts'
import type { Ending } from '../ending.ts'
import {
  type DrillDoor,
  type DrillNode,
  type NodeName,
  nodeNames,
  type Surroundings,
  startNode,
} from './drill-node.ts'
import { type DrillServer, drillServer } from './drill-server.ts'
import { type NetworkNamespace, openNamespace } from './network-namespace.ts'
import { Outages } from './outages.ts'
import { ownPort } from './own-port.ts'
import { type Address, type LineQuality, openPoorLine, type PoorLine, perfectLine } from './poor-line.ts'
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
  readonly redis: DrillServer
  readonly postgres: DrillServer
  readonly nodes: ReadonlyMap<NodeName, DrillNode>
  readonly doors: readonly DrillDoor[]
  readonly scores: Scores
  readonly outages: Outages
  readonly disk: SmallDisk | undefined
  readonly namespace: NetworkNamespace | undefined
}

/** Two gateways, two edges, two matchmakers, a Redis with its append-only file and a PostgreSQL, for one drill alone. */
export const startDrillCluster = async (ending: Ending, layout: Layout = {}): Promise<DrillCluster> => {
  const folder = mkdtempSync(join(tmpdir(), 'ketik-drill-'))
  ending.add(() => rmSync(folder, { recursive: true, force: true }))
  chmodSync(folder, 0o711) // the account PostgreSQL runs as passes through
  const diskFolder = join(folder, 'disk')
  const disk = layout.smallDisk ? mountSmallDisk(diskFolder) : undefined
  if (disk !== undefined) ending.add(disk.unmount)
  const redisPort = await ownPort()
  const redis = await startRedisFor(ending, folder, redisPort)
  const database = await startPostgresFor(ending, folder, disk ? diskFolder : folder)
  const { postgres, url } = database
  await migrate(url)
  const scores = openScores({ databaseUrl: url })
  ending.add(scores.close)
  const namespace = layout.apart === undefined ? undefined : openNamespace()
  if (namespace !== undefined) ending.add(namespace.remove)

  const line = async (to: Address, quality: LineQuality, listenOn?: string): Promise<PoorLine> => {
    const opened = await openPoorLine(to, quality, listenOn)
    ending.add(opened.close)
    return opened
  }
  const surroundingsOf = async (name: NodeName): Promise<Surroundings> => {
    const quality = layout.lines?.[name]
    const isApart = namespace !== undefined && layout.apart === name
    if (quality === undefined && !isApart) return { folder, redisPort, databaseUrl: url }
    const listenOn = isApart ? namespace.outsideHost : '127.0.0.1'
    const via = (port: number) => line({ host: '127.0.0.1', port }, quality ?? perfectLine, listenOn)
    const [toRedis, toPostgres] = await Promise.all([via(redisPort), via(database.port)])
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

const startRedisFor = async (ending: Ending, folder: string, port: number): Promise<DrillServer> => {
  const command = provideRedisProgram(line => process.stdout.write(`${line}\n`))
  const logFile = join(folder, 'redis.log')
  const start = (onStart: OnStart) => startRedis({ command, folder, port, logFile, durable: true, onStart })
  const redis = drillServer('redis', start, ending)
  await redis.start()
  return redis
}

const startPostgresFor = async (ending: Ending, folder: string, dataFolder: string) => {
  const program = await findPostgres()
  const port = await ownPort()
  let url = ''
  const start = async (onStart: OnStart) => {
    const started = await startPostgres({
      program,
      folder: join(dataFolder, 'postgres'),
      port,
      logFile: join(folder, 'postgres.log'),
      password: 'for-drills',
      durable: true,
      onStart,
    })
    url = started.url()
    return started
  }
  const postgres = drillServer('postgres', start, ending)
  await postgres.start()
  return { postgres, url, port }
}
