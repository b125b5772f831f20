import { port, readEnvironment } from '@ketik/runtime'
import { Type } from 'typebox'

const schema = Type.Object({
  HOST: Type.String({ default: '127.0.0.1' }),
  ADMIN_HOST: Type.String({ default: '127.0.0.1' }),
  ADMIN_PORT: port(0),
  REDIS_URL: Type.String({ default: 'redis://127.0.0.1:6379' }),
  REDIS_PREFIX: Type.String({ default: 'ketik:', maxLength: 64 }),
  DATABASE_URL: Type.String({ default: 'postgres://postgres@127.0.0.1:5432/ketik' }),
  /** Race jobs worked on side by side. */
  JOB_CONCURRENCY: Type.Integer({ minimum: 1, maximum: 1_000, default: 50 }),
  /** How many race together when more wait than two. */
  RACE_SEATS_MAX: Type.Integer({ minimum: 2, maximum: 16, default: 2 }),
  RACE_LANG: Type.Enum(['en', 'id'], { default: 'en' }),
  RACE_LENGTH: Type.Enum(['short', 'medium', 'long'], { default: 'medium' }),
  LOG_LEVEL: Type.String({ default: 'info' }),
})

export const readConfig = () => {
  const env = readEnvironment(schema, process.env)
  return {
    adminHost: env.ADMIN_HOST,
    adminPort: env.ADMIN_PORT,
    redisUrl: env.REDIS_URL,
    prefix: env.REDIS_PREFIX,
    databaseUrl: env.DATABASE_URL,
    jobConcurrency: env.JOB_CONCURRENCY,
    seatsMax: env.RACE_SEATS_MAX,
    lang: env.RACE_LANG,
    length: env.RACE_LENGTH,
    logLevel: env.LOG_LEVEL,
    textsFolder: new URL('./texts/', import.meta.url).pathname,
  } as const
}
