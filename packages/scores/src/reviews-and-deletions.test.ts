import { foldUsername } from '@ketik/protocol'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFinish, makeSeat, makeSettlement } from '../test/make-settlement.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'

const DAY_MS = 24 * 3_600_000

let scratch: ScratchScores
beforeAll(async () => {
  scratch = await scratchScores()
})
afterAll(() => scratch.close())

/** A race alone that ended so many days ago. */
const race = (raceId: string, username: string, player: string, { daysAgo = 0, review = false } = {}) =>
  scratch.scores.settleRace(
    makeSettlement(raceId, [makeSeat(0, username, makeFinish(80, { review }), { player })], {
      startsAt: Date.now() - daysAgo * DAY_MS - 120_000,
    }),
  )
const claim = (player: string, username: string) =>
  scratch.scores.accounts.claim({
    player,
    username,
    foldedName: foldUsername(username),
    passphrase: 'scrypt$…',
    isHeld: false,
  })
const accept = (raceId: string) =>
  scratch.scores.decideReview({ raceId, seat: 0, decision: 'accepted', at: Date.now() })
const remove = (player: string) => scratch.scores.accounts.delete({ player, generation: 1 })

/** An account whose name has a result in review that another player typed. */
const accountOf = async (username: string) => {
  const player = `p-${username}`
  await race(`${username} in review`, username, 'p-guest', { daysAgo: 2, review: true })
  await race(`${username} own`, username, player)
  expect(await claim(player, username)).toBe('claimed')
  return { player, inReview: `${username} in review` }
}

/** A name that someone else used long ago, in a race that is still in review, beside guests of that name. */
const oldNameOf = async (username: string) => {
  await race(`${username} guests`, `${username} (guest)`, 'p-guest', { daysAgo: 50 })
  await race(`${username} in review`, username, 'p-guest', { daysAgo: 40, review: true })
  return { player: `p-${username}`, inReview: `${username} in review` }
}

/** Holds a player's row until both statements wait, the one that locks the player first being first. */
const whilePlayerIsHeld = async (
  username: string,
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
) => {
  const holder = new Client(scratch.url)
  await holder.connect()
  await holder.query('begin')
  await holder.query('select from players where folded_name = $1 for update', [foldUsername(username)])
  const waiting = (count: number) =>
    expect
      .poll(async () => {
        const [row] = await scratch.sql<{ waiting: number }>(
          `select count(*)::int as waiting from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock'`,
        )
        return row?.waiting
      })
      .toBe(count)
  const one = first()
  await waiting(1)
  const other = second()
  await waiting(2)
  await holder.query('commit')
  await holder.end()
  return await Promise.all([one, other])
}

describe('accepting a review', () => {
  it('[SCORES-47] waits for the deletion of the account under way', async () => {
    const { player, inReview } = await accountOf('Ani')
    const answers = await whilePlayerIsHeld(
      'Ani',
      () => remove(player),
      () => accept(inReview),
    )
    expect(answers).toEqual([true, 'decided'])
    expect(await scratch.scores.playerProfile('Ani (guest)')).toMatchObject({
      races: 1,
      best: { raceId: inReview },
    })
  })

  it('[SCORES-47] waits for a registration that leaves the result to guests', async () => {
    const { player, inReview } = await oldNameOf('Budi')
    const answers = await whilePlayerIsHeld(
      'Budi',
      () => claim(player, 'Budi'),
      () => accept(inReview),
    )
    expect(answers).toEqual(['claimed', 'decided'])
    expect(await scratch.scores.playerProfile('Budi (guest)')).toMatchObject({ races: 2 })
  })

  it('[SCORES-47] many at once with deletions and registrations all end, and count on the right board', async () => {
    const names = Array.from({ length: 8 }, (_, n) => `Citra ${n}`)
    const accounts = await Promise.all(names.map(accountOf))
    const olds = await Promise.all(names.map(name => oldNameOf(`Lama ${name}`)))
    const answers = await Promise.all([
      ...accounts.flatMap(({ player, inReview }) => [accept(inReview), remove(player)]),
      ...olds.flatMap(({ player, inReview }, n) => [accept(inReview), claim(player, `Lama ${names[n]}`)]),
    ])
    expect(answers).toEqual([
      ...accounts.flatMap(() => ['decided', true]),
      ...olds.flatMap(() => ['decided', 'claimed']),
    ])
    for (const [n, name] of names.entries()) {
      expect(await scratch.scores.playerProfile(`${name} (guest)`)).toMatchObject({
        best: { raceId: accounts[n]?.inReview },
      })
      expect(await scratch.scores.playerProfile(`Lama ${name} (guest)`)).toMatchObject({ races: 2 })
    }
  })
})
