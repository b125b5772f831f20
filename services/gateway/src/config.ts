import { CHAT_PER_TEN_SECONDS, MESSAGES_PER_SECOND } from '@ketik/edge'
import { port, readEnvironment } from '@ketik/runtime'
import { Type } from 'typebox'
import type { GatewaySettings } from './settings.ts'

const schema = Type.Object({
  HOST: Type.String({ default: '127.0.0.1' }),
  GATEWAY_PORT: port(8080),
  DIAGNOSTICS_PORT: port(3001),
  PLAIN_CHAT_PORT: port(2000),
  ADMIN_HOST: Type.String({ default: '127.0.0.1' }),
  ADMIN_PORT: port(0),
  REDIS_URL: Type.String({ default: 'redis://127.0.0.1:6379' }),
  REDIS_PREFIX: Type.String({ default: 'ketik:', maxLength: 64 }),
  DATABASE_URL: Type.String({ default: 'postgres://postgres@127.0.0.1:5432/ketik' }),
  /** No default: a secret that everyone knows signs nothing. */
  SESSION_SECRET: Type.String({ minLength: 16 }),
  CONNECTIONS_MAX: Type.Integer({ minimum: 1, default: 50_000 }),
  MESSAGES_PER_SECOND: Type.Integer({ minimum: 1, default: MESSAGES_PER_SECOND }),
  CONNECTIONS_PER_ADDRESS_MAX: Type.Integer({ minimum: 1, default: 1_000 }),
  CHAT_PER_TEN_SECONDS: Type.Integer({ minimum: 1, default: CHAT_PER_TEN_SECONDS }),
  /** Opens /api/admin to those who know it; without it nobody is an operator. */
  ADMIN_SECRET: Type.String({ default: '', pattern: '^(.{16,})?$' }),
  /** Comma-separated addresses or networks whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: Type.String({ default: '' }),
  /** Comma-separated origins whose pages are treated as our own, besides the one that is asked. */
  ALLOWED_ORIGINS: Type.String({ default: '' }),
  SECURE_COOKIES: Type.Boolean({ default: false }),
  WEB_FOLDER: Type.String({ default: new URL('../../../apps/web/dist', import.meta.url).pathname }),
  LOG_LEVEL: Type.String({ default: 'info' }),
})

export const readConfig = (): GatewaySettings & { readonly logLevel: string } => {
  const env = readEnvironment(schema, process.env)
  return {
    host: env.HOST,
    httpPort: env.GATEWAY_PORT,
    diagnosticsPort: env.DIAGNOSTICS_PORT,
    plainChatPort: env.PLAIN_CHAT_PORT,
    adminHost: env.ADMIN_HOST,
    adminPort: env.ADMIN_PORT,
    redisUrl: env.REDIS_URL,
    prefix: env.REDIS_PREFIX,
    databaseUrl: env.DATABASE_URL,
    sessionSecret: env.SESSION_SECRET,
    connectionsMax: env.CONNECTIONS_MAX,
    messagesPerSecond: env.MESSAGES_PER_SECOND,
    chatPerTenSeconds: env.CHAT_PER_TEN_SECONDS,
    adminSecret: env.ADMIN_SECRET === '' ? undefined : env.ADMIN_SECRET,
    connectionsPerAddressMax: env.CONNECTIONS_PER_ADDRESS_MAX,
    trustedProxies: env.TRUSTED_PROXIES.split(',').filter(entry => entry !== ''),
    allowedOrigins: env.ALLOWED_ORIGINS.split(',').filter(entry => entry !== ''),
    secureCookies: env.SECURE_COOKIES,
    webFolder: env.WEB_FOLDER,
    logLevel: env.LOG_LEVEL,
  }
}
