import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServerProcess } from '../../../infra/local/server-process.ts'
import { startOwnRedis } from '../../../infra/test/own-stores.ts'
import { programOf } from '../build.ts'
import type { Target } from './target.ts'

const NODES = 2

/** Starts two processes of a relay on a Redis of their own. */
export const startRelay = async (
  program: string,
  dialect: Target['dialect'] = 'relay',
  settings: Readonly<Record<string, string>> = {},
): Promise<Target> => {
  const redis = await startOwnRedis()
  const environment = { ...settings, NODE_ENV: 'production', REDIS_URL: redis.url, NODES: `${NODES}` }
  const started = await Promise.all(
    [...Array(NODES).keys()].map(node => startNode(program, { ...environment, NODE_NUMBER: `${node}` })),
  )
  const nodes = started.map(({ pid }) => pid)
  return {
    dialect,
    ports: started.map(({ port }) => port),
    nodes,
    pids: [...nodes, redis.pid()],
    close: async () => {
      await Promise.all(started.map(({ stop }) => stop()))
      await redis.close()
    },
  }
}

const startNode = async (program: string, environment: Readonly<Record<string, string>>) => {
  let port = 0
  const server = await startServerProcess({
    name: program,
    command: process.execPath,
    args: [programOf(program)],
    env: { ...process.env, ...environment },
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
