import { type ServerProgram, startServerProcess } from './server-process.ts'

export type RedisOptions = Pick<ServerProgram, 'command' | 'logFile' | 'onStart'> & {
  readonly folder: string
  readonly port: number
  readonly password?: string
  /** Keeps the data across restarts: append-only file, flushed each second. */
  readonly durable: boolean
}

/** Starts a Redis of our own. The settings go through its standard input, so the password is not in `ps`. */
export async function startRedis(options: RedisOptions) {
  const { command, folder, port, logFile, password, durable, onStart } = options
  const settings = [
    `port ${port}`,
    'bind 127.0.0.1',
    'dir .', // the folder it is started in: Redis cannot read every path from its settings
    'save ""',
    `appendonly ${durable ? 'yes' : 'no'}`,
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
    command,
    args: ['-'],
    input: `${settings.join('\n')}\n`,
    cwd: folder,
    logFile,
    isReady: line => line.includes('Ready to accept connections'),
    readyWithinMs: 60_000, // a long append-only file takes its time to load
    endWith: [{ signal: 'SIGTERM', waitMs: 10_000 }],
    onStart,
  })
  const user = password === undefined ? '' : `:${password}@`
  return { ...server, url: `redis://${user}127.0.0.1:${port}` }
}
