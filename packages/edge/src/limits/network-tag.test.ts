import { expect, it } from 'vitest'
import { SessionKeys } from '../accounts/session-keys.ts'
import { networkTagger } from './network-tag.ts'

const tag = networkTagger(new SessionKeys('a secret for tests alone'))

it('[VERIFIED-6] a tag is the same for one network in every notation and at every node, and another for another one', () => {
  const atAnotherNode = networkTagger(new SessionKeys('a secret for tests alone'))
  expect(atAnotherNode('192.0.2.1')).toBe(tag('192.0.2.1'))
  expect(tag('::ffff:192.0.2.1')).toBe(tag('192.0.2.1'))
  expect(tag('2001:db8::1')).toBe(tag('2001:0DB8:0:0:ffff::2'))
  expect(tag('192.0.2.2')).not.toBe(tag('192.0.2.1'))
  expect(tag('2001:db8:0:1::1')).not.toBe(tag('2001:db8::1'))
})

it('[TRANSPORT-23] a tag is the same at nodes that have the same two secrets in another order', () => {
  const secrets = ['the secret of last year', 'the secret of this year'] as const
  const [one, other] = [new SessionKeys(...secrets), new SessionKeys(secrets[1], secrets[0])]
  expect(networkTagger(one)('192.0.2.1')).toBe(networkTagger(other)('192.0.2.1'))
})

it('[VERIFIED-6] without the secret nobody can find the address of a tag', () => {
  expect(tag('192.0.2.1')).toMatch(/^[\w-]{16}$/)
  expect(networkTagger(new SessionKeys('another secret for tests'))('192.0.2.1')).not.toBe(tag('192.0.2.1'))
})
