import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { readConfig } from './config.ts'

beforeEach(() => vi.stubEnv('SESSION_SECRET', 'a secret for tests alone'))
afterEach(() => vi.unstubAllEnvs())

it('[ACCOUNT-15] a gateway does not start without a secret, or with one that is too short', () => {
  expect(readConfig().adminSecret).toBeUndefined()
  for (const secret of [undefined, '', 'fifteen letters']) {
    vi.stubEnv('SESSION_SECRET', secret)
    expect(readConfig).toThrow('SESSION_SECRET')
  }
})

it('[ACCOUNT-15] an operator’s secret that is too short is refused, rather than taken for none', () => {
  vi.stubEnv('ADMIN_SECRET', 'short')
  expect(readConfig).toThrow('ADMIN_SECRET')
})
