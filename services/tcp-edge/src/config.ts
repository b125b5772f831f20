import { port, readEnvironment } from '@ketik/runtime'
import { Type } from 'typebox'
import type { TcpEdgeSettings } from './settings.ts'

const schema = Type.Object({
  HOST: Type.String({ default: '127.0.0.1' }),
  TCP_RACE_PORT: port(50_000),
  NICK_PORT: port(5001),
  ADMIN_PORT: port(0),
  REDIS_URL: Type.String({ default: 'redis://127.0.0.1:6379' }),
  REDIS_PREFIX: Type.String({ default: 'ketik:', maxLength: 64 }),
  DATABASE_URL: Type.String({ default: 'postgres://postgres@127.0.0.1:5432/ketik' }),
  /** No default: a secret that everyone knows signs nothing. */
  SESSION_SECRET: Type.String({ minLength: 16 }),
  CONNECTIONS_MAX: Type.Integer({ minimum: 1, default: 20_000 }),
  CONNECTIONS_PER_ADDRESS_MAX: Type.Integer({ minimum: 1, default: 1_000 }),
  LOG_LEVEL: Type.String({ default: 'info' }),
})

export const readConfig = (): TcpEdgeSettings & { readonly logLevel: string } => {
  const env = readEnvironment(schema, process.env)
  return {
    host: env.HOST,
    racePort: env.TCP_RACE_PORT,
    nickPort: env.NICK_PORT,
    adminHost: '127.0.0.1',
    adminPort: env.ADMIN_PORT,
    redisUrl: env.REDIS_URL,
    prefix: env.REDIS_PREFIX,
    databaseUrl: env.DATABASE_URL,
    sessionSecret: env.SESSION_SECRET,
    connectionsMax: env.CONNECTIONS_MAX,
    connectionsPerAddressMax: env.CONNECTIONS_PER_ADDRESS_MAX,
    logLevel: env.LOG_LEVEL,
  }
}
