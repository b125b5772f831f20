import { execFile } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { onPlainPath } from './postgres-copy.ts'
import type { PostgresProgram } from './postgres-program.ts'
import { type ServerProgram, startServerProcess } from './server-process.ts'

export type PostgresOptions = Pick<ServerProgram, 'logFile' | 'onStart'> & {
  readonly program: PostgresProgram
  readonly folder: string
  readonly port: number
  readonly password: string
  /** False gives up safety against power loss for speed: for tests. */
  readonly durable: boolean
}

const user = 'ketik'
const run = promisify(execFile)

/** Starts a PostgreSQL of our own, and creates its data folder when there is none. */
export async function startPostgres(options: PostgresOptions) {
  const { program, folder, port, logFile, password, durable, onStart } = options
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(options)
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'log_timezone=UTC',
    'timezone=UTC',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ]
  const server = await startServerProcess({
    name: 'PostgreSQL',
    command: join(program.folder, 'bin/postgres'),
    args: ['-D', folder, ...settings.flatMap(setting => ['-c', setting])],
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    cwd: folder,
    owner: program.account,
    logFile,
    isReady: line => line.includes('database system is ready to accept connections'),
    readyWithinMs: 60_000,
    endWith: [
      { signal: 'SIGINT', waitMs: 10_000 }, // "fast": ends the sessions
      { signal: 'SIGQUIT', waitMs: 3000 }, // "immediate": recovers at the next start
    ],
    onStart,
  })
  return {
    ...server,
    /** The address of a database in this server; the maintenance database `postgres` unless named. */
    url: (database = 'postgres'): string => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`,
  }
}

async function initialise({ program, folder, password, durable }: PostgresOptions): Promise<void> {
  const passwordFile = join(dirname(folder), `.initdb-${process.pid}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  const { account } = program
  if (account !== undefined)
    for (const path of [folder, passwordFile]) chownSync(path, account.uid, account.gid)
  const flags = [
    `--pgdata=${folder}`,
    `--username=${user}`,
    `--pwfile=${passwordFile}`,
    `--auth=${durable ? 'scram-sha-256' : 'trust'}`,
    '--encoding=UTF8',
    '--locale-provider=builtin', // the same order of texts on every machine
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    ...(durable ? [] : ['--no-sync']),
  ]
  const env = { PATH: process.env['PATH'], LC_ALL: 'C' }
  try {
    await onPlainPath(program.folder, plain =>
      run(join(plain, 'bin/initdb'), flags, { ...account, cwd: folder, env }),
    )
  } finally {
    rmSync(passwordFile)
  }
}
