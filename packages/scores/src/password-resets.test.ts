import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'
import type { AccountStore } from './account-store.ts'

let scratch: ScratchScores
let accounts: AccountStore
beforeAll(async () => {
  scratch = await scratchScores()
  accounts = scratch.scores.accounts
})
afterAll(() => scratch.close())

let names = 0
/** An account with an open link; answers its player and name. */
const withLink = async (tokenHash: string) => {
  const [player, foldedName] = [`p${++names}`, `nama${names}`]
  await accounts.claim({ player, username: foldedName, foldedName, passphrase: 'scrypt$old' })
  const until = await accounts.issueReset({ foldedName, tokenHash, operator: 'Sri', reason: 'lupa' })
  return { player, foldedName, until: until ?? 0 }
}

it('[ACCOUNT-22] a link lasts an hour and has a row in the moderation log', async () => {
  const before = Date.now()
  const { foldedName, until } = await withLink('hash 1')
  expect(until - before).toBeGreaterThan(59 * 60_000)
  expect(until - Date.now()).toBeLessThanOrEqual(60 * 60_000)
  expect(
    await scratch.sql('select action, subject, reason, operator from moderation where subject = $1', [
      foldedName,
    ]),
  ).toEqual([{ action: 'reset-password', subject: foldedName, reason: 'lupa', operator: 'Sri' }])
  expect(await accounts.issueReset({ foldedName: 'nobody', tokenHash: 'hash of nobody' })).toBeUndefined()
})

it('[ACCOUNT-23] a link works once, also for many at once, and forgets where the account signed in', async () => {
  const { player } = await withLink('hash 2')
  await accounts.notePlaces(player, ['somewhere'])
  expect(await accounts.knownPlaces(player, ['somewhere', 'elsewhere'])).toEqual(['somewhere'])
  const used = await Promise.all([1, 2, 3, 4].map(i => accounts.useReset('hash 2', `scrypt$new ${i}`)))
  expect(used.filter(one => one !== undefined)).toMatchObject([{ player, generation: 2 }])
  expect(await accounts.resetOwner('hash 2')).toBeUndefined()
  expect(await accounts.knownPlaces(player, ['somewhere'])).toEqual([])
})

it('[ACCOUNT-23] a link is over after its hour', async () => {
  const { player, foldedName } = await withLink('hash 3')
  expect(await accounts.resetOwner('hash 3')).toEqual({ player, foldedName })
  await scratch.sql(`update password_resets set until = now() - interval '1 second'`)
  expect(await accounts.resetOwner('hash 3')).toBeUndefined()
  expect(await accounts.useReset('hash 3', 'scrypt$new')).toBeUndefined()
})

it.each<
  readonly [string, (who: { readonly player: string; readonly foldedName: string }) => Promise<unknown>]
>([
  ['a newer link', ({ foldedName }) => accounts.issueReset({ foldedName, tokenHash: 'newer' })],
  ['a rename', ({ player }) => accounts.rename({ player, generation: 1 }, 'Baru', 'baru')],
  ['a new password', ({ player }) => accounts.setPassphrase({ player, generation: 1 }, 'scrypt$other')],
  ['signing out everywhere', ({ player }) => accounts.endAllSessions({ player, generation: 1 })],
  ['a deletion', ({ player }) => accounts.delete({ player, generation: 1 })],
])('[ACCOUNT-24] a link is over after %s', async (what, act) => {
  const account = await withLink(`hash before ${what}`)
  await act(account)
  expect(await accounts.resetOwner(`hash before ${what}`)).toBeUndefined()
  expect(await accounts.useReset(`hash before ${what}`, 'scrypt$new')).toBeUndefined()
})

it('[ACCOUNT-21] an account knows at most 20 places, for 30 days, and then they are deleted', async () => {
  const { player } = await withLink('hash 4')
  for (let i = 0; i < 25; i++) await accounts.notePlaces(player, [`place ${i}`])
  expect(await scratch.sql('select 1 from known_places where player = $1', [player])).toHaveLength(20)
  expect(await accounts.knownPlaces(player, ['place 0', 'place 24'])).toEqual(['place 24'])
  await scratch.sql(`update known_places set seen_at = now() - interval '31 days'`)
  expect(await accounts.knownPlaces(player, ['place 24'])).toEqual([])
  await accounts.notePlaces(player, ['place 24'])
  expect(await accounts.prune()).toBe(19)
  expect(await scratch.sql('select place from known_places where player = $1', [player])).toEqual([
    { place: 'place 24' },
  ])
  await accounts.delete({ player, generation: 1 })
  expect(await scratch.sql('select 1 from known_places where player = $1', [player])).toEqual([])
})
