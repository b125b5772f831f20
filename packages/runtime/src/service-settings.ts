import { type Static, Type } from 'typebox'
import { port } from './environment.ts'

/** What every service is told by its environment, for `readEnvironment`. */
export const SERVICE_VARIABLES = {
  ADMIN_HOST: Type.String({ default: '127.0.0.1' }),
  ADMIN_PORT: port(0),
  /** Comma-separated names by which the admin port may be asked, besides its address and loopback names. */
  ADMIN_NAMES: Type.String({ default: '' }),
  REDIS_URL: Type.String({ default: 'redis://127.0.0.1:6379' }),
  REDIS_PREFIX: Type.String({ default: 'ketik:', maxLength: 64 }),
  DATABASE_URL: Type.String({ default: 'postgres://postgres@127.0.0.1:5432/ketik' }),
  LOG_LEVEL: Type.String({ default: 'info' }),
}

const schema = Type.Object(SERVICE_VARIABLES)

export type ServiceSettings = {
  readonly adminHost: string
  /** 0 picks a free port. */
  readonly adminPort: number
  readonly adminNames?: readonly string[]
  /** For its forms see `createRedis`. */
  readonly redisUrl: string
  readonly prefix: string
  readonly databaseUrl: string
}

export const serviceSettings = (
  env: Static<typeof schema>,
): ServiceSettings & { readonly logLevel: string } => ({
  adminHost: env.ADMIN_HOST,
  adminPort: env.ADMIN_PORT,
  adminNames: env.ADMIN_NAMES.split(',')
    .map(name => name.trim())
    .filter(name => name !== ''),
  redisUrl: env.REDIS_URL,
  prefix: env.REDIS_PREFIX,
  databaseUrl: env.DATABASE_URL,
  logLevel: env.LOG_LEVEL,
})
