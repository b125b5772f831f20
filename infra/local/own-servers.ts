import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { WrongUse } from './command-line.ts'
import type { LocalConfig } from './config.ts'
import { keepRunning } from './keep-running.ts'
import { keptPort, keptSecret } from './kept-values.ts'
import { findPostgres, isReachable, openFolder, type PostgresProgram } from './postgres-program.ts'
import { type PostgresOptions, startPostgres } from './postgres-server.ts'
import type { ProcessGroup } from './process-group.ts'
import { workingFolder } from './process-identity.ts'
import { provideRedisProgram } from './redis-program.ts'
import { type RedisOptions, startRedis } from './redis-server.ts'

export type Surroundings = {
  readonly config: LocalConfig
  readonly group: ProcessGroup
  readonly say: (line: string) => void
}

const answerWithinMs = 5000
const database = 'ketik'

/** The address of the Redis to use: the one that was given, or our own, started here. */
export async function provideRedis({ config, group, say }: Surroundings): Promise<string> {
  if (config.redisUrl !== undefined) return answering('REDIS_URL', config.redisUrl, 6379)
  const folder = join(config.folder, 'redis')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const options: RedisOptions = {
    command: provideRedisProgram(say),
    folder,
    port: await keptPort(join(config.folder, 'redis-port')),
    password: keptSecret(join(config.folder, 'redis-password')),
    logFile: join(config.folder, 'logs/redis.log'),
    durable: true,
    onStart: started => group.add('redis', 'redis', started),
  }
  return (await keepRunning('redis', () => startRedis(options), group.stopping, say)).url
}

/** The address of the database to use: the one that was given, or one in our own PostgreSQL, started here. */
export async function provideDatabase({ config, group, say }: Surroundings): Promise<string> {
  if (config.databaseUrl !== undefined) return answering('DATABASE_URL', config.databaseUrl, 5432)
  const program = await findPostgres()
  const parent = postgresParent(config.folder, program, say)
  const folder = join(parent, 'postgres')
  const options: PostgresOptions = {
    program,
    folder,
    port: await keptPort(join(config.folder, 'postgres-port')),
    password: keptSecret(join(parent, 'postgres-password')), // beside the data it opens
    logFile: join(config.folder, 'logs/postgres.log'),
    durable: true,
    onStart: started => group.add('postgres', 'postgres', started),
  }
  const start = () => {
    removeStaleLock(folder)
    return startPostgres(options)
  }
  const server = await keepRunning('postgres', start, group.stopping, say)
  await createDatabase(server.url())
  return server.url(database)
}

/**
 * Removes the lock a killed PostgreSQL left in its data folder. PostgreSQL itself believes such a lock as long as
 * any process has that id, which in a restarted container some process soon does.
 */
function removeStaleLock(folder: string): void {
  const lock = join(folder, 'postmaster.pid')
  const pid = existsSync(lock) ? Number.parseInt(readFileSync(lock, 'utf8'), 10) : 0
  if (pid > 0 && workingFolder(pid) !== folder) rmSync(lock, { force: true })
}

/** Root's own folder is closed to the account PostgreSQL runs as; then its data lives outside. */
function postgresParent(folder: string, { account }: PostgresProgram, say: (line: string) => void): string {
  if (account === undefined || isReachable(join(folder, 'postgres'), account)) return folder
  const outside = join(openFolder, createHash('sha256').update(folder).digest('hex').slice(0, 12))
  mkdirSync(outside, { recursive: true, mode: 0o755 })
  say(`the account that runs PostgreSQL cannot read ${folder}, so the database is in ${outside}`)
  return outside
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
    if (rowCount === 0) await client.query(`create database ${database}`)
  } finally {
    await client.end()
  }
}

/** The address, if something answers there. Lists of hosts (Sentinel, Cluster) are left to the services: one may well be away. */
async function answering(variable: string, url: string, usualPort: number): Promise<string> {
  if (!URL.canParse(url) || /^(sentinel|cluster)/.test(url)) return url
  const { hostname, port } = new URL(url)
  const address = { host: hostname, port: Number(port) || usualPort }
  const socket = connect(address)
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(answerWithinMs) })
    return url
  } catch {
    throw new WrongUse(`nothing answers at ${variable} (${hostname}:${address.port})`)
  } finally {
    socket.destroy()
  }
}
