import { fileURLToPath } from 'node:url'
import { edgeSettings, edgeVariables } from '@ketik/edge'
import { port, readEnvironment } from '@ketik/runtime'
import { Type } from 'typebox'
import type { GatewaySettings } from './settings.ts'

export const variables = Type.Object({
  ...edgeVariables(50_000),
  GATEWAY_PORT: port(8080),
  DIAGNOSTICS_PORT: port(3001),
  PLAIN_CHAT_PORT: port(2000),
  /** Opens /api/admin to those who know it; without it nobody is an operator. */
  ADMIN_SECRET: Type.String({ default: '', pattern: '^(.{16,})?$' }),
  /** Comma-separated addresses or networks whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: Type.String({ default: '' }),
  /** Comma-separated origins whose pages are treated as our own, besides the one that is asked. */
  ALLOWED_ORIGINS: Type.String({ default: '' }),
  SECURE_COOKIES: Type.Boolean({ default: false }),
  WEB_FOLDER: Type.String({ default: fileURLToPath(new URL('../../../apps/web/dist', import.meta.url)) }),
})

export const readConfig = (): GatewaySettings & { readonly logLevel: string } => {
  const env = readEnvironment(variables, process.env)
  return {
    ...edgeSettings(env),
    httpPort: env.GATEWAY_PORT,
    diagnosticsPort: env.DIAGNOSTICS_PORT,
    plainChatPort: env.PLAIN_CHAT_PORT,
    adminSecret: env.ADMIN_SECRET === '' ? undefined : env.ADMIN_SECRET,
    trustedProxies: env.TRUSTED_PROXIES.split(',').filter(entry => entry !== ''),
    allowedOrigins: env.ALLOWED_ORIGINS.split(',').filter(entry => entry !== ''),
    secureCookies: env.SECURE_COOKIES,
    webFolder: env.WEB_FOLDER,
  }
}
