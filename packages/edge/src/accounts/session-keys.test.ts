import { describe, expect, it } from 'vitest'
import { SessionTokens } from './session-token.ts'

const OLD = 'the secret of last year'
const NEW = 'the secret of this year'
const now = () => 1_000

/** The nodes of a cluster while an operator changes the secret: see docs/operations.md. */
const STEPS = {
  before: new SessionTokens(OLD, now),
  'both accepted': new SessionTokens(OLD, now, NEW),
  swapped: new SessionTokens(NEW, now, OLD),
  after: new SessionTokens(NEW, now),
}
const account = { generation: 1, session: 'e1', token: 't1' }

describe('changing the secret', () => {
  it.each([
    ['before', 'both accepted'],
    ['both accepted', 'swapped'],
    ['swapped', 'after'],
  ] as const)('[TRANSPORT-20] nodes of the steps %s and %s accept each other’s tokens', (one, other) => {
    for (const [signs, verifies] of [
      [one, other],
      [other, one],
    ] as const) {
      for (const token of [STEPS[signs].issue('p1', 'Ani'), STEPS[signs].issue('p1', 'Ani', account)])
        expect(STEPS[verifies].verify(token)).toMatchObject({ player: 'p1', username: 'Ani' })
    }
  })

  it('[TRANSPORT-20] a token of the old secret is good until that secret is removed', () => {
    const token = STEPS.before.issue('p1', 'Ani')
    expect([STEPS['both accepted'], STEPS.swapped].map(tokens => tokens.verify(token)?.player)).toEqual([
      'p1',
      'p1',
    ])
    expect(STEPS.after.verify(token)).toBeUndefined()
  })

  it('[TRANSPORT-20] the first secret signs', () => {
    expect(STEPS.after.verify(STEPS.swapped.issue('p1', 'Ani'))).toBeDefined()
    expect(STEPS.before.verify(STEPS.swapped.issue('p1', 'Ani'))).toBeUndefined()
  })
})

describe('a key id', () => {
  const token = STEPS.after.issue('p1', 'Ani')
  const [payload = '', signature = ''] = token.split('.')

  it('[TRANSPORT-21] says which secret signed, and is the same on every node', () => {
    expect(signature.slice(0, 8)).toBe(STEPS.swapped.issue('p2', 'Budi').split('.')[1]?.slice(0, 8))
    expect(signature.slice(0, 8)).not.toBe(STEPS.before.issue('p1', 'Ani').split('.')[1]?.slice(0, 8))
  })

  it('[TRANSPORT-21] lets no token through under another secret, without an id, or with one that is unknown', () => {
    const [, old = ''] = STEPS.before.issue('p1', 'Ani').split('.')
    for (const bad of [
      `${payload}.${old.slice(0, 8)}${signature.slice(8)}`,
      `${payload}.${signature.slice(8)}`,
      `${payload}.AAAAAAAA${signature.slice(8)}`,
      `${payload}.${signature.slice(0, 8)}`,
      `${payload}.`,
      `${token}A`,
    ])
      expect(STEPS.swapped.verify(bad)).toBeUndefined()
  })

  it('[TRANSPORT-21] a secret that is too short is refused, the second too', () => {
    expect(() => new SessionTokens('short', now)).toThrow('SESSION_SECRET')
    expect(() => new SessionTokens(NEW, now, 'short')).toThrow('SESSION_SECRET')
  })
})
