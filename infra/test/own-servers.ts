import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../local/free-port.ts'
import { findPostgres } from '../local/postgres-program.ts'
import { type PostgresServer, startPostgres } from '../local/postgres-server.ts'
import { provideRedisProgram } from '../local/redis-program.ts'
import { type RedisServer, startRedis } from '../local/redis-server.ts'

/** A server that a test may stop, kill and start again, with its data kept. */
type OwnServer = {
  readonly url: string
  start(): Promise<void>
  /** In good order. */
  stop(): Promise<void>
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>
  signal(signal: NodeJS.Signals): void
}

export type OwnServers = { readonly redis: OwnServer; readonly postgres: OwnServer; close(): Promise<void> }

/** A durable Redis and a durable PostgreSQL of one test alone. */
export const startOwnServers = async (
  passwords: { readonly redis?: string; readonly postgres?: string } = {},
): Promise<OwnServers> => {
  const folder = mkdtempSync(join(tmpdir(), 'ketik-own-'))
  chmodSync(folder, 0o711)
  const redisPort = await freePort()
  const command = provideRedisProgram(line => console.warn(line))
  const redis = await ownServer<RedisServer>(
    () =>
      startRedis({
        command,
        folder,
        port: redisPort,
        logFile: join(folder, 'redis.log'),
        durable: true,
        ...(passwords.redis === undefined ? {} : { password: passwords.redis }),
      }),
    ({ url }) => url,
  )
  const postgresPort = await freePort()
  const program = await findPostgres()
  const postgres = await ownServer<PostgresServer>(
    () =>
      startPostgres({
        program,
        folder: join(folder, 'postgres'),
        port: postgresPort,
        logFile: join(folder, 'postgres.log'),
        password: passwords.postgres ?? 'for-tests',
        durable: true,
      }),
    ({ url }) => url(),
  )
  return {
    redis,
    postgres,
    close: async () => {
      await Promise.all([redis.stop(), postgres.stop()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const ownServer = async <S extends RedisServer | PostgresServer>(
  start: () => Promise<S>,
  urlOf: (server: S) => string,
): Promise<OwnServer> => {
  let server = await start()
  return {
    url: urlOf(server),
    start: async () => {
      server = await start()
    },
    stop: () => server.stop(),
    kill: async () => {
      process.kill(server.pid, 'SIGKILL')
      await server.exited
    },
    signal: signal => process.kill(server.pid, signal),
  }
}
