import { readFileSync } from 'node:fs'
import { CHAT_PER_TEN_SECONDS, MESSAGES_PER_SECOND } from '@ketik/edge'
import { port, readEnvironment, SettingError } from '@ketik/runtime'
import { Type } from 'typebox'
import type { TcpEdgeSettings } from './settings.ts'

const schema = Type.Object({
  HOST: Type.String({ default: '127.0.0.1' }),
  TCP_RACE_PORT: port(50_000),
  NICK_PORT: port(5001),
  ADMIN_HOST: Type.String({ default: '127.0.0.1' }),
  ADMIN_PORT: port(0),
  /** `v2`: every connection comes through a proxy that begins it with a PROXY header. */
  PROXY_PROTOCOL: Type.Enum(['off', 'v2'], { default: 'off' }),
  /** Comma-separated addresses or networks of those proxies. */
  TRUSTED_PROXIES: Type.String({ default: '' }),
  /** PEM files, both or none. With them the doors speak TLS. */
  TLS_CERT_FILE: Type.String({ default: '' }),
  TLS_KEY_FILE: Type.String({ default: '' }),
  REDIS_URL: Type.String({ default: 'redis://127.0.0.1:6379' }),
  REDIS_PREFIX: Type.String({ default: 'ketik:', maxLength: 64 }),
  DATABASE_URL: Type.String({ default: 'postgres://postgres@127.0.0.1:5432/ketik' }),
  /** No default: a secret that everyone knows signs nothing. */
  SESSION_SECRET: Type.String({ minLength: 16 }),
  CONNECTIONS_MAX: Type.Integer({ minimum: 1, default: 20_000 }),
  MESSAGES_PER_SECOND: Type.Integer({ minimum: 1, default: MESSAGES_PER_SECOND }),
  CHAT_PER_TEN_SECONDS: Type.Integer({ minimum: 1, default: CHAT_PER_TEN_SECONDS }),
  CONNECTIONS_PER_ADDRESS_MAX: Type.Integer({ minimum: 1, default: 1_000 }),
  LOG_LEVEL: Type.String({ default: 'info' }),
})

export const readConfig = (): TcpEdgeSettings & { readonly logLevel: string } => {
  const env = readEnvironment(schema, process.env)
  return {
    host: env.HOST,
    racePort: env.TCP_RACE_PORT,
    nickPort: env.NICK_PORT,
    adminHost: env.ADMIN_HOST,
    adminPort: env.ADMIN_PORT,
    redisUrl: env.REDIS_URL,
    prefix: env.REDIS_PREFIX,
    databaseUrl: env.DATABASE_URL,
    sessionSecret: env.SESSION_SECRET,
    connectionsMax: env.CONNECTIONS_MAX,
    messagesPerSecond: env.MESSAGES_PER_SECOND,
    chatPerTenSeconds: env.CHAT_PER_TEN_SECONDS,
    connectionsPerAddressMax: env.CONNECTIONS_PER_ADDRESS_MAX,
    ...proxies(env.PROXY_PROTOCOL === 'v2', env.TRUSTED_PROXIES),
    ...tls(env.TLS_CERT_FILE, env.TLS_KEY_FILE),
    logLevel: env.LOG_LEVEL,
  }
}

const proxies = (isAsked: boolean, networks: string) => {
  if (!isAsked) return {}
  const trusted = networks.split(',').filter(entry => entry !== '')
  if (trusted.length > 0) return { proxies: trusted }
  throw new SettingError(
    'settings: PROXY_PROTOCOL=v2 needs TRUSTED_PROXIES, or anyone could name any address',
  )
}

const tls = (certFile: string, keyFile: string) => {
  if (certFile === '' && keyFile === '') return {}
  if (certFile === '' || keyFile === '') {
    throw new SettingError('settings: TLS_CERT_FILE and TLS_KEY_FILE are given together or not at all')
  }
  return { tls: { cert: readPem('TLS_CERT_FILE', certFile), key: readPem('TLS_KEY_FILE', keyFile) } }
}

const readPem = (variable: string, file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new SettingError(`settings: ${variable}: ${file} cannot be read`, { cause: error })
  }
}
