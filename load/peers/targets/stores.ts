import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../../infra/local/free-port.ts'
import { findPostgres } from '../../../infra/local/postgres-program.ts'
import { type PostgresServer, startPostgres } from '../../../infra/local/postgres-server.ts'
import { provideRedisProgram } from '../../../infra/local/redis-program.ts'
import { type RedisServer, startRedis } from '../../../infra/local/redis-server.ts'

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ketik-bench-'))
  chmodSync(folder, 0o711) // PostgreSQL runs as another account and passes through
  return folder
}

/** A Redis of one target alone; durable as in production, which `publish` does not notice. */
export const startOwnRedis = async (): Promise<RedisServer> => {
  const folder = newFolder()
  const command = provideRedisProgram(line => console.warn(line))
  const port = await freePort()
  const redis = await startRedis({ command, folder, port, logFile: join(folder, 'redis.log'), durable: true })
  const stop = async () => {
    await redis.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { ...redis, stop }
}

export const startOwnPostgres = async (): Promise<PostgresServer> => {
  const folder = newFolder()
  const postgres = await startPostgres({
    program: await findPostgres(),
    folder: join(folder, 'postgres'),
    port: await freePort(),
    logFile: join(folder, 'postgres.log'),
    password: 'for-the-bench',
    durable: true,
  })
  const stop = async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { ...postgres, stop }
}
