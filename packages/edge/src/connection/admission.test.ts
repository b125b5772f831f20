import type { ModerationAction } from '@ketik/cluster'
import { foldUsername } from '@ketik/protocol'
import { describe, expect, it } from 'vitest'
import { ConnectionLimits } from '../limits/connection-limits.ts'
import { ModerationInForce } from '../lobby/moderation-in-force.ts'
import { Admission } from './admission.ts'

const inForce = (
  ...given: readonly Pick<ModerationAction, 'kind' | 'subject' | 'player'>[]
): ModerationInForce => {
  const moderation = new ModerationInForce(() => 1_000)
  for (const one of given) moderation.apply({ ...one, at: 1_000, until: 2_000 })
  return moderation
}
const admissionBy = (moderation: ModerationInForce): Admission =>
  new Admission(new ConnectionLimits({ connectionsMax: 10, connectionsPerAddressMax: 10 }), moderation)
const address = '192.0.2.7'
const shown = [{ player: 'p1', username: 'Ani', expiresAt: 9_000 }]

describe('who comes in', () => {
  it.each([
    ['a stranger under another name', { folded: foldUsername('budi') }, undefined],
    ['a stranger under the banned name', { folded: foldUsername('ani') }, 'banned'],
    ['the player under another name', { folded: foldUsername('budi'), shown }, 'banned'],
    ['the player without a name', { shown }, 'banned'],
  ])('[MODERATION-3] %s', (_, comer, refused) => {
    const moderation = inForce({ kind: 'ban-name', subject: foldUsername('ani'), player: 'p1' })
    expect(admissionBy(moderation).refusalFor({ address, ...comer })?.refused).toBe(refused)
  })

  it.each([
    ['the muted player under the own name', { folded: foldUsername('ani'), shown }, undefined],
    ['the muted player under another name', { folded: foldUsername('budi'), shown }, 'muted'],
    ['the muted player who takes no name', { shown }, undefined],
    ['a stranger', { folded: foldUsername('budi') }, undefined],
  ])('[MODERATION-3] %s', (_, comer, refused) => {
    const moderation = inForce({ kind: 'mute', subject: foldUsername('ani'), player: 'p1' })
    expect(admissionBy(moderation).refusalFor({ address, ...comer })?.refused).toBe(refused)
  })

  it.each([
    ['the player whom the mute follows', 'p1', shown, undefined],
    ['somebody else', 'p2', shown, 'muted'],
    ['somebody without a session', 'p1', [undefined], 'muted'],
    ['anyone, when the mute follows nobody', undefined, [undefined], 'muted'],
  ])('[MODERATION-4] a muted name and %s', (_, player, by, refused) => {
    const moderation = inForce({
      kind: 'mute',
      subject: foldUsername('ani'),
      ...(player === undefined ? {} : { player }),
    })
    expect(
      admissionBy(moderation).refusalToRegister({ address, folded: foldUsername('ani'), shown: by })?.refused,
    ).toBe(refused)
    expect(
      admissionBy(moderation).refusalToRegister({ address, folded: foldUsername('citra') }),
    ).toBeUndefined()
  })

  it('[MODERATION-4] a banned name is not registered', () => {
    const moderation = inForce({ kind: 'ban-name', subject: foldUsername('ani') })
    expect(admissionBy(moderation).refusalToRegister({ address, folded: foldUsername('ani') })?.refused).toBe(
      'banned',
    )
  })
})
