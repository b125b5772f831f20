import { afterEach, describe, expect, it, vi } from 'vitest'
import { readConfig } from './config.ts'

const given = (settings: Readonly<Record<string, string>>) => {
  vi.stubEnv('SESSION_SECRET', 'a secret for tests alone')
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
  return readConfig()
}

afterEach(() => vi.unstubAllEnvs())

describe('the settings of a tcp-edge', () => {
  it('[PROXY-6] ask for the proxies of the PROXY protocol', () => {
    expect(given({ PROXY_PROTOCOL: 'v2', TRUSTED_PROXIES: '10.0.0.0/8,::1' })).toMatchObject({
      proxies: ['10.0.0.0/8', '::1'],
    })
    expect(() => given({ PROXY_PROTOCOL: 'v2', TRUSTED_PROXIES: '' })).toThrow(/needs TRUSTED_PROXIES/)
    expect(given({ PROXY_PROTOCOL: 'off' })).not.toHaveProperty('proxies')
  })

  it('[PROXY-8] ask for both PEM files', () => {
    expect(given({})).not.toHaveProperty('tls')
    expect(() => given({ TLS_CERT_FILE: '/cert.pem' })).toThrow(/together/)
    expect(() => given({ TLS_CERT_FILE: '/no/cert.pem', TLS_KEY_FILE: '/no/key.pem' })).toThrow(
      /TLS_CERT_FILE/,
    )
  })
})

it('[ACCOUNT-15] a tcp-edge does not start without a secret, or with one that is too short', () => {
  for (const secret of [undefined, '', 'fifteen letters']) {
    vi.stubEnv('SESSION_SECRET', secret)
    expect(readConfig).toThrow('SESSION_SECRET')
  }
})
