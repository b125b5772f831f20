import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type OnStart, startServerProcess } from '../../infra/local/server-process.ts'
import { readyPorts } from '../../infra/local/service-process.ts'
import { type Restartable, restartable } from '../../infra/test/restartable.ts'
import type { Address, TcpProxy } from '../../infra/test/tcp-proxy.ts'
import type { Ending } from '../ending.ts'
import { ownPort } from './own-port.ts'

export const nodeNames = [
  'gateway-0',
  'gateway-1',
  'edge-0',
  'edge-1',
  'matchmaker-0',
  'matchmaker-1',
] as const

export type NodeName = (typeof nodeNames)[number]

/** How a player reaches a node. */
export type DrillDoor = { readonly over: 'websocket' | 'tcp'; readonly port: number; readonly node: string }

export type DrillNode = Restartable & {
  /** Absent for a matchmaker. */
  readonly door: DrillDoor | undefined
  /** Breaks every player's connection to it, where they come by a line. */
  cutPlayers(): void
  /** What it has logged so far. */
  log(): string
}

export type Surroundings = {
  readonly folder: string
  readonly redisHost?: string
  readonly redisPort: number
  readonly databaseUrl: string
  /** Where it listens; on the loopback unless given. */
  readonly host?: string
  /** The command that leads into its network. */
  readonly enter?: readonly string[]
  /** The line by which players reach it. */
  readonly doorLine?: (to: Address) => Promise<TcpProxy>
}

const root = fileURLToPath(new URL('../..', import.meta.url))
/** A URL, because `--import` reads the characters `%`, `#` and `?` of a path as those of a URL. */
const jumpClock = new URL('jump-clock.mjs', import.meta.url).href

const kinds = {
  gateway: { service: 'gateway', portVariable: 'GATEWAY_PORT', over: 'websocket' },
  edge: { service: 'tcp-edge', portVariable: 'TCP_RACE_PORT', over: 'tcp' },
  matchmaker: { service: 'matchmaker', portVariable: undefined, over: undefined },
} as const

/** A service from its build in a process of its own; after a stop it starts again at the same ports. */
export const startNode = async (
  name: NodeName,
  surroundings: Surroundings,
  ending: Ending,
): Promise<DrillNode> => {
  const { folder, host = '127.0.0.1', enter = [], redisHost = '127.0.0.1' } = surroundings
  const { service, portVariable, over } = kinds[name.slice(0, name.indexOf('-')) as keyof typeof kinds]
  const port = portVariable === undefined ? 0 : await ownPort()
  const logFile = join(folder, `${name}.log`)
  const [command = '', ...args] = [
    ...enter,
    process.execPath,
    '--enable-source-maps',
    '--import',
    jumpClock,
    join(root, `services/${service}/dist/main.js`),
  ]
  const environment = {
    HOST: host,
    ADMIN_PORT: '0',
    DIAGNOSTICS_PORT: '0',
    PLAIN_CHAT_PORT: '0',
    NICK_PORT: '0',
    ...(portVariable === undefined ? {} : { [portVariable]: String(port) }),
    REDIS_URL: `redis://${redisHost}:${surroundings.redisPort}`,
    REDIS_PREFIX: 'drill:',
    DATABASE_URL: surroundings.databaseUrl,
    SESSION_SECRET: 'a secret for drills alone',
    CONNECTIONS_PER_ADDRESS_MAX: '50000',
    RACE_LENGTH: 'short',
    LOG_LEVEL: 'info',
  }
  const start = (onStart: OnStart) =>
    startServerProcess({
      name,
      command,
      args,
      env: { ...process.env, ...environment },
      cwd: root,
      logFile,
      isReady: line => readyPorts(line) !== undefined,
      readyWithinMs: 30_000,
      endWith: [{ signal: 'SIGINT', waitMs: 5_000 }],
      onStart,
    })
  const server = restartable(start, stop => ending.add(stop))
  await server.start()
  const reached = await surroundings.doorLine?.({ host, port })
  return {
    ...server,
    door: over === undefined ? undefined : { over, port: reached?.port ?? port, node: name },
    cutPlayers: () => reached?.cut(),
    log: () => readFileSync(logFile, 'utf8'),
  }
}
