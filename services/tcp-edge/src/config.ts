import { readFileSync } from 'node:fs'
import { edgeSettings, edgeVariables } from '@ketik/edge'
import { port, readEnvironment, SettingError } from '@ketik/runtime'
import { Type } from 'typebox'
import type { TcpEdgeSettings } from './settings.ts'

export const variables = Type.Object({
  ...edgeVariables(20_000),
  TCP_RACE_PORT: port(50_000),
  NICK_PORT: port(5001),
  /** `v2`: every connection comes through a proxy that begins it with a PROXY header. */
  PROXY_PROTOCOL: Type.Enum(['off', 'v2'], { default: 'off' }),
  /** Comma-separated addresses or networks of those proxies. */
  TRUSTED_PROXIES: Type.String({ default: '' }),
  /** PEM files, both or none. With them the doors speak TLS. */
  TLS_CERT_FILE: Type.String({ default: '' }),
  TLS_KEY_FILE: Type.String({ default: '' }),
})

export const readConfig = (): TcpEdgeSettings & { readonly logLevel: string } => {
  const env = readEnvironment(variables, process.env)
  return {
    ...edgeSettings(env),
    racePort: env.TCP_RACE_PORT,
    nickPort: env.NICK_PORT,
    ...proxies(env.PROXY_PROTOCOL === 'v2', env.TRUSTED_PROXIES),
    ...tls(env.TLS_CERT_FILE, env.TLS_KEY_FILE),
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
