import { type OnStart, type ServerProcess, startServerProcess } from './server-process.ts'

export type RedisServer = ServerProcess & { readonly url: string }

export type RedisOptions = {
  readonly command: string
  readonly folder: string
  readonly port: number
  readonly logFile: string
  readonly password?: string
  /** Keeps the data across restarts: append-only file, flushed each second. */
  readonly durable: boolean
  readonly onStart?: OnStart
}

/** Starts a Redis of our own. The settings go through its standard input, so the password is not in `ps`. */
export async function startRedis(options: RedisOptions): Promise<RedisServer> {
  const { password } = options
  const settings = [
    `port ${options.port}`,
    'bind 127.0.0.1',
    'dir .', // the folder it is started in: Redis cannot read every path from its settings
    'save ""',
    `appendonly ${options.durable ? 'yes' : 'no'}`,
    'appendfsync everysec',
    'maxmemory-policy noeviction', // BullMQ: a job that is evicted is a job lost
    'hz 100', // delayed jobs are late by one cycle at most
    'daemonize no',
    'supervised no',
    'logfile ""',
    ...(password === undefined ? [] : [`requirepass ${password}`]),
  ]
  const server = await startServerProcess({
    name: 'Redis',
    command: options.command,
    args: ['-'],
    input: `${settings.join('\n')}\n`,
    cwd: options.folder,
    logFile: options.logFile,
    isReady: line => line.includes('Ready to accept connections'),
    readyWithinMs: 60_000, // a long append-only file takes its time to load
    endWith: [{ signal: 'SIGTERM', waitMs: 10_000 }],
    onStart: options.onStart,
  })
  const user = password === undefined ? '' : `:${password}@`
  return { ...server, url: `redis://${user}127.0.0.1:${options.port}` }
}
