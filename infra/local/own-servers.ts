import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { WrongUse } from './command-line.ts'
import type { LocalConfig } from './config.ts'
import { keepRunning } from './keep-running.ts'
import { keptPort, keptSecret } from './kept-values.ts'
import { removeStaleLock } from './postgres-leftover.ts'
import { findPostgres, isReachable, openFolder, type PostgresProgram } from './postgres-program.ts'
import { startPostgres } from './postgres-server.ts'
import type { ProcessGroup } from './process-group.ts'
import { provideRedisProgram } from './redis-program.ts'
import { startRedis } from './redis-server.ts'

export type Surroundings = {
  readonly config: LocalConfig
  readonly logFolder: string
  readonly group: ProcessGroup
  readonly say: (line: string) => void
}

const answerWithinMs = 5000
const database = 'ketik'

/** The address of the Redis to use: the one that was given, or our own, started here. */
export async function provideRedis({ config, logFolder, group, say }: Surroundings): Promise<string> {
  if (config.redisUrl !== undefined) {
    await mustAnswer('REDIS_URL', config.redisUrl, 6379)
    return config.redisUrl
  }
  const folder = join(config.folder, 'redis')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const command = provideRedisProgram(say)
  const port = await keptPort(join(config.folder, 'redis-port'))
  const password = keptSecret(join(config.folder, 'redis-password'))
  const start = () =>
    startRedis({
      command,
      folder,
      port,
      password,
      logFile: join(logFolder, 'redis.log'),
      durable: true,
      onStart: started => group.add('redis', 'redis', started),
    })
  return (await keepRunning('redis', start, group, say)).url
}

/** The address of the database to use: the one that was given, or one in our own PostgreSQL, started here. */
export async function provideDatabase({ config, logFolder, group, say }: Surroundings): Promise<string> {
  if (config.databaseUrl !== undefined) {
    await mustAnswer('DATABASE_URL', config.databaseUrl, 5432)
    return config.databaseUrl
  }
  const program = await findPostgres()
  const parent = postgresParent(config.folder, program, say)
  const folder = join(parent, 'postgres')
  const port = await keptPort(join(config.folder, 'postgres-port'))
  const password = keptSecret(join(parent, 'postgres-password')) // beside the data it opens
  const start = () => {
    removeStaleLock(folder)
    return startPostgres({
      program,
      folder,
      port,
      password,
      logFile: join(logFolder, 'postgres.log'),
      durable: true,
      onStart: started => group.add('postgres', 'postgres', started),
    })
  }
  const server = await keepRunning('postgres', start, group, say)
  await createDatabase(server.url())
  return server.url(database)
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

/** Lists of hosts (Sentinel, Cluster) are left to the services: one of them may well be away. */
async function mustAnswer(variable: string, url: string, usualPort: number): Promise<void> {
  if (!URL.canParse(url) || /^(sentinel|cluster)/.test(url)) return
  const { hostname } = new URL(url)
  const port = Number(new URL(url).port) || usualPort
  const socket = connect({ host: hostname, port, timeout: answerWithinMs })
  const answered = await new Promise<boolean>(resolve => {
    socket.once('connect', () => resolve(true))
    for (const event of ['error', 'timeout']) socket.once(event, () => resolve(false))
  })
  socket.destroy()
  if (!answered) throw new WrongUse(`nothing answers at ${variable} (${hostname}:${port})`)
}
