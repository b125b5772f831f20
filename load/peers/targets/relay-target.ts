import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServerProcess } from '../../../infra/local/server-process.ts'
import { startOwnRedis } from '../../../infra/test/own-stores.ts'
import { programOf } from '../build.ts'
import type { DialectName } from '../generator/job.ts'
import { track } from './running.ts'
import type { Target, TargetName } from './target.ts'

const NODES = 2

type Relay = {
  readonly program: string
  readonly dialect?: DialectName
  readonly environment?: Readonly<Record<string, string>>
}

const relays: Readonly<Record<Exclude<TargetName, 'ketik' | 'ketik-v1'> | 'bare-publish', Relay>> = {
  'bare-publish': { program: 'bare-publish' },
  bare: { program: 'bare' },
  'bare-batched': { program: 'bare-batched' },
  'bare-batched-50': { program: 'bare-batched', environment: { BATCH_MS: '50' } },
  ws: { program: 'ws' },
  'socket-io': { program: 'socket-io', dialect: 'socket-io' },
  colyseus: { program: 'colyseus', dialect: 'colyseus' },
}

/** Starts two processes of a relay on a Redis of their own. */
export const startRelay = async (name: keyof typeof relays): Promise<Target> => {
  const { program, dialect = 'relay', environment = {} } = relays[name]
  const redis = await startOwnRedis()
  const started = await Promise.all(
    Array.from({ length: NODES }, (_, node) =>
      startNode(program, { ...environment, REDIS_URL: redis.url, NODE_NUMBER: `${node}`, NODES: `${NODES}` }),
    ),
  )
  const nodes = started.map(({ pid }) => pid)
  return track<Target>({
    name: name === 'bare-publish' ? 'bare' : name,
    dialect,
    ports: started.map(({ port }) => port),
    nodes,
    pids: [...nodes, redis.pid()],
    redisUrl: redis.url,
    close: async () => {
      await Promise.all(started.map(({ stop }) => stop()))
      await redis.close()
    },
  })
}

const startNode = async (program: string, environment: Readonly<Record<string, string>>) => {
  let port = 0
  const server = await startServerProcess({
    name: program,
    command: process.execPath,
    args: [programOf(program)],
    env: { ...process.env, NODE_ENV: 'production', ...environment },
    logFile: join(tmpdir(), `ketik-bench-${process.pid}-${program}.log`),
    isReady: line => {
      port = Number(/^ready (\d+)$/.exec(line)?.[1] ?? 0)
      return port > 0
    },
    readyWithinMs: 20_000,
    endWith: [{ signal: 'SIGTERM', waitMs: 2_000 }],
  })
  return { ...server, port }
}
