import { expect, it } from 'vitest'
import { Conversation } from './conversation.testkit.ts'

const kept = (player: Conversation) =>
  player.takeEffects().flatMap(effect => (effect.do === 'keep' ? [[effect.what, effect.value]] : []))

it('[WEB-42] an owner’s session is kept in the cookie alone: the page forgets the token and comes back by name', () => {
  const player = new Conversation().start('Budi', 'guest').tell({ on: 'opened' })
  player.hear(player.welcome())
  player.takeEffects()
  player.tell({ on: 'signed-in', name: 'Budi', token: 'owner' })
  expect(kept(player)).toEqual([
    ['name', 'Budi'],
    ['token', null],
  ])
  expect(player.tell({ on: 'opened' }).take()).toEqual([
    { type: 'login', username: 'Budi', v: 1, token: 'owner' },
  ])
  player.hear({ ...player.welcome(), account: true })
  expect(kept(player)).toEqual([
    ['name', 'Budi'],
    ['token', null],
  ])
  expect(player.world).toMatchObject({ link: { isOwner: true, credentials: { token: 'secret' } } })
  expect(player.tell({ on: 'rename' }).world).toMatchObject({ link: { isOwner: false, credentials: null } })
})

it('[WEB-13] a name that is somebody’s own leads back to the name field', () => {
  const player = new Conversation().start('Ani').tell({ on: 'opened' })
  player.hear({ type: 'error', code: 'name_claimed', message: '', retryable: false })
  expect(player.world).toMatchObject({
    link: { credentials: null },
    notice: { kind: 'refused', code: 'name_claimed' },
  })
})

it('[WEB-42] being signed out elsewhere keeps the page away until the person comes back', () => {
  const player = new Conversation().login().tell({ on: 'closed', code: 4401 })
  expect(player.world.link.connection).toEqual({ phase: 'closed', code: 4401 })
})
