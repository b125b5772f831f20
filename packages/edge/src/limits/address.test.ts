import { describe, expect, it } from 'vitest'
import { addressOfBytes, toAddress } from './address.ts'
import { createAddressBlocks, toAddressBlock } from './address-block.ts'
import { networkOf } from './network-of.ts'

/** One address a line: the notation that is kept, then others that proxies, kernels and people write for it. */
const NOTATIONS: readonly (readonly [kept: string, ...others: readonly string[]])[] = [
  [
    '192.0.2.7',
    '::ffff:192.0.2.7',
    '::FFFF:c000:207',
    '0000:0000:0000:0000:0000:ffff:c000:0207',
    '[::ffff:192.0.2.7]:443',
    '192.0.2.7:443',
    ' 192.0.2.7 ',
    '64:ff9b::192.0.2.7',
    '::ffff:0:192.0.2.7',
  ],
  [
    '2001:db8::1',
    '2001:0DB8:0:0:0:0:0:1',
    '[2001:db8::1]',
    '[2001:db8::1]:8080',
    '2001:db8::0.0.0.1',
    '2001:db8::1%3',
  ],
  ['fe80::1', 'fe80::1%eth0', '[fe80::1%eth0]:80', '[fe80::1%25eth0]'],
  ['::1', '0:0:0:0:0:0:0:1', '[::1]:1'],
]
const each = NOTATIONS.flatMap(([kept, ...others]) => [kept, ...others].map(other => [other, kept] as const))
/** What libraries and kernels have taken for addresses, and what is none. */
const NONE = [
  '',
  'unknown',
  'localhost',
  '_hidden',
  '127.1',
  '1',
  '0x7f.0.0.1',
  '010.0.0.1',
  '1.2.3.4.5',
  '1.2.3.4:',
  '1.2.3.4:x',
  '256.0.0.1',
  '::ffff:256.0.0.1',
  '1::2::3',
  '[::1',
  '::1]',
  '[192.0.2.7',
  `${'0:'.repeat(50_000)}1`,
]

describe('an address', () => {
  it.each(each)('[FAULT-20] %s is kept as %s', (text, kept) => {
    expect(toAddress(text)).toBe(kept)
  })

  it.each(NONE)('[FAULT-20] %.40s is none', text => {
    expect(toAddress(text)).toBeUndefined()
    expect(toAddressBlock(text)).toBeUndefined()
  })

  it('[FAULT-20] in bytes has the same notation', () => {
    expect(addressOfBytes(Buffer.from([192, 0, 2, 7]))).toBe('192.0.2.7')
    expect(addressOfBytes(Buffer.from('00000000000000000000ffffc0000207', 'hex'))).toBe('192.0.2.7')
    expect(addressOfBytes(Buffer.from('20010db8000000000000000000000001', 'hex'))).toBe('2001:db8::1')
  })

  it.each(each)('[FAULT-20] %s is counted like %s', (text, kept) => {
    expect(networkOf(text)).toBe(networkOf(kept))
  })

  it('[LIMIT-2] all of IPv4 is not one address because a server listens on IPv6', () => {
    expect(networkOf('::ffff:192.0.2.7')).not.toBe(networkOf('::ffff:192.0.2.8'))
  })
})

describe('a block of addresses', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['192.0.2.7/32', '192.0.2.7'],
    ['192.0.2.7/24', '192.0.2.0/24'],
    ['::ffff:192.0.2.7/120', '192.0.2.0/24'],
    ['::ffff:192.0.2.7/128', '192.0.2.7'],
    ['[::ffff:192.0.2.7]:443', '192.0.2.7'],
    ['2001:DB8:0::5/32', '2001:db8::/32'],
    ['[2001:db8::5]/32', '2001:db8::/32'],
    ['::1/128', '::1'],
    ['0.0.0.0/0', '0.0.0.0/0'],
  ])('[FAULT-20] %s is kept as %s', (text, kept) => {
    expect(toAddressBlock(text)).toBe(kept)
  })

  it.each(['192.0.2.0/33', '2001:db8::/129', '192.0.2.0/', '192.0.2.0/24/1', '192.0.2.0/x', '::ffff:0:0/90'])(
    '[FAULT-20] %s is none',
    text => {
      expect(toAddressBlock(text)).toBeUndefined()
      expect(() => createAddressBlocks([text], 'TRUSTED_PROXIES')).toThrow(`TRUSTED_PROXIES: ${text}`)
    },
  )

  it('[FAULT-20] covers its addresses however the block was written', () => {
    for (const [kept, ...others] of NOTATIONS)
      for (const text of [kept, ...others]) {
        const covers = createAddressBlocks([text], 'TRUSTED_PROXIES')
        expect([covers(kept), covers('192.0.2.8'), covers('2001:db8::2')]).toEqual([true, false, false])
      }
  })
})
