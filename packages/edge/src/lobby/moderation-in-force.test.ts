import { describe, expect, it } from 'vitest'
import { toAddressBlock } from '../limits/address-block.ts'
import { ModerationInForce } from './moderation-in-force.ts'

const at = 1_000
const inForce = () => {
  const clock = { now: at }
  return { clock, moderation: new ModerationInForce(() => clock.now) }
}

describe('moderation in force', () => {
  it('[LOBBY-14] hold until they are over, or lifted', () => {
    const { clock, moderation } = inForce()
    moderation.apply({ kind: 'mute', subject: 'ani', at, until: 2_000 })
    moderation.apply({ kind: 'ban-name', subject: 'budi', at, until: 3_000 })
    expect([moderation.isMuted({ folded: 'ani' }), moderation.isMuted({ folded: 'budi' })]).toEqual([
      true,
      false,
    ])
    expect([moderation.isBanned({ folded: 'ani' }), moderation.isBanned({ folded: 'budi' })]).toEqual([
      false,
      true,
    ])
    clock.now = 2_000
    expect([moderation.isMuted({ folded: 'ani' }), moderation.isBanned({ folded: 'budi' })]).toEqual([
      false,
      true,
    ])
    moderation.apply({ kind: 'ban-name', subject: 'budi', at: 2_000, until: 2_000 })
    expect(moderation.isBanned({ folded: 'budi' })).toBe(false)
  })

  it.each([
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['192.0.2.0/24', '192.0.2.8', true],
    ['192.0.2.0/24', '192.0.3.8', false],
    ['192.0.2.7', '::ffff:192.0.2.7', true],
    ['2001:db8::/32', '2001:0db8:0000:0000:0000:0000:0000:0001', true],
    ['2001:db8::1', '2001:db8::2', false],
    ['::ffff:192.0.2.7', '192.0.2.7', true],
    ['::ffff:192.0.2.0/120', '192.0.2.8', true],
    ['[192.0.2.7]:80', '192.0.2.7', true],
    ['192.0.2.7:80', '192.0.2.7', true],
    ['[2001:db8::1]:80', '2001:db8::1', true],
    ['2001:DB8::1', '2001:db8::1%eth0', true],
    ['192.0.2.7', 'unix', false],
    ['192.0.2.7', '', false],
  ])('[LOBBY-12] a ban of %s and %s', (subject, address, isBanned) => {
    const { moderation } = inForce()
    moderation.apply({ kind: 'ban-address', subject, at, until: 2_000 })
    expect(moderation.isAddressBanned(address)).toBe(isBanned)
  })

  it('[MODERATION-1] follow the player to another name, and hold for the name', () => {
    const { clock, moderation } = inForce()
    const mute = { kind: 'mute', subject: 'ani', player: 'p1', at, until: 2_000 } as const
    moderation.apply(mute)
    expect(moderation.isMuted({ folded: 'budi', player: 'p1' })).toBe(true)
    expect(moderation.isMuted({ folded: 'ani', player: 'p2' })).toBe(true)
    expect(moderation.isMuted({ folded: 'budi', player: 'p2' })).toBe(false)
    expect(moderation.isBanned({ folded: 'ani', player: 'p1' })).toBe(false)
    clock.now = 2_000
    expect(moderation.isMuted({ player: 'p1' })).toBe(false)
  })

  it('[LOBBY-13] announcements stand in their order, and what is read anew replaces what was known', () => {
    const { clock, moderation } = inForce()
    moderation.replace([
      { kind: 'announce', subject: 'dua', at: 2, until: 5_000 },
      { kind: 'announce', subject: 'satu', at: 1, until: 4_000 },
      { kind: 'announce', subject: 'lewat', at: 0, until: 900 },
      { kind: 'mute', subject: 'ani', at, until: 5_000 },
    ])
    expect(moderation.announcements().map(({ subject }) => subject)).toEqual(['satu', 'dua'])
    clock.now = 4_000
    expect(moderation.announcements().map(({ subject }) => subject)).toEqual(['dua'])
    moderation.replace([])
    expect([moderation.announcements(), moderation.isMuted({ folded: 'ani' })]).toEqual([[], false])
  })

  it.each([
    ['192.0.2.7', true],
    ['192.0.2.0/24', true],
    ['2001:db8::/129', false],
    ['192.0.2.0/33', false],
    ['192.0.2.0/24/1', false],
    ['192.0.2.0/', false],
    ['example.org', false],
  ])('[LOBBY-10] %s is a network: %s', (text, isOne) => {
    expect(toAddressBlock(text) !== undefined).toBe(isOne)
  })
})
