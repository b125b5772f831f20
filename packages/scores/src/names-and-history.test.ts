import { foldUsername } from '@ketik/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFinish, makeSeat, makeSettlement } from '../test/make-settlement.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'
import type { AccountStore } from './account-store.ts'
import type { SeatOutcome } from './settlement.ts'

const DAY_MS = 24 * 3_600_000

let scratch: ScratchScores
let accounts: AccountStore
beforeAll(async () => {
  scratch = await scratchScores()
  accounts = scratch.scores.accounts
})
afterAll(() => scratch.close())

/** A race alone, with keys, that ended so many days ago. */
const race = (
  raceId: string,
  username: string,
  player: string,
  { wpm = 80, daysAgo = 0, outcome = makeFinish(wpm) } = {},
) =>
  scratch.scores.settleRace(
    makeSettlement(raceId, [makeSeat(0, username, outcome, { player, keys: [[12, 'a']] })], {
      startsAt: Date.now() - daysAgo * DAY_MS - 120_000,
    }),
  )
const UNFINISHED: readonly SeatOutcome[] = [
  { state: 'left', reason: 'left' },
  { state: 'left', reason: 'timeout' },
  { state: 'left', reason: 'implausible' },
]
const claim = (player: string, username: string, isHeld = false) =>
  accounts.claim({ player, username, foldedName: foldUsername(username), passphrase: 'scrypt$…', isHeld })
const racesOf = async (username: string) =>
  (await scratch.scores.playerProfile(username))?.recent.map(({ raceId }) => raceId).toSorted()
const best = async () =>
  (await scratch.scores.leaderboard({ window: 'all', limit: 100, at: Date.now() })).map(row => row.username)
const keysOf = async (raceId: string) => (await scratch.scores.raceResults(raceId))?.keyLogs[0]
const exported = async (player: string, username: string) =>
  (await scratch.scores.exportAccount({ player, foldedName: foldUsername(username) })).results.map(
    ({ raceId, keys }) => [raceId, keys !== null],
  )

describe('registering a name that others raced under', () => {
  it('[ACCOUNT-26] gives the results to the player who raced under it last, whoever is online under it', async () => {
    await race('a1', 'Ani', 'p-before', { daysAgo: 2 })
    await race('a2', 'Ani', 'p-ani')
    expect(await claim('p-ani', 'Ani', true)).toBe('claimed')
    expect(await racesOf('Ani')).toEqual(['a1', 'a2'])
    expect(await best()).toContain('Ani')
  })

  it('[ACCOUNT-28] refuses everyone else for 30 days', async () => {
    await race('b1', 'Budi', 'p-before', { daysAgo: 2 })
    await race('b2', 'Budi', 'p-budi', { daysAgo: 29 })
    for (const isHeld of [false, true]) expect(await claim('p-budi', 'Budi', isHeld)).toBe('name_used')
    expect(await accounts.byName(foldUsername('Budi'))).toBeUndefined()
    expect(await claim('p-owner', 'Bima')).toBe('claimed')
    expect(await accounts.rename({ player: 'p-owner', generation: 1 }, 'Budi', foldUsername('Budi'))).toBe(
      'name_used',
    )
    expect(await racesOf('Budi')).toEqual(['b1', 'b2'])
  })

  it.each(UNFINISHED)(
    '[ACCOUNT-26] does not take a seat that $reason for a proof of who typed',
    async outcome => {
      const name = `Indra ${outcome.state === 'left' ? outcome.reason : ''}`
      const [player, thief] = [`p-${name}`, `p-thief ${name}`]
      await race(`${name} 1`, name, player, { daysAgo: 1 })
      await race(`${name} 2`, name, thief, { outcome })
      expect(await claim(thief, name)).toBe('name_used')
      expect(await claim(player, name)).toBe('claimed')
      expect(await racesOf(name)).toEqual([`${name} 1`, `${name} 2`])
      expect(await exported(player, name)).toEqual([
        [`${name} 2`, false],
        [`${name} 1`, true],
      ])
    },
  )

  it('[ACCOUNT-27] counts the 30 days from the last finish, and leaves all results to guests', async () => {
    const [outcome] = UNFINISHED
    await race('j1', 'Joko', 'p-joko', { daysAgo: 31 })
    await race('j2', 'Joko', 'p-new', { outcome })
    expect(await claim('p-new', 'Joko', true)).toBe('name_taken')
    expect(await claim('p-new', 'Joko')).toBe('claimed')
    expect(await racesOf('Joko')).toBeUndefined()
    expect(await racesOf('Joko (guest)')).toEqual(['j1', 'j2'])
  })

  it('[ACCOUNT-28] keeps no name for those who never finished, and gives their results to nobody else', async () => {
    const [outcome] = UNFINISHED
    await race('k1', 'Kiki', 'p-kiki', { outcome })
    expect(await claim('p-new kiki', 'Kiki')).toBe('claimed')
    expect(await racesOf('Kiki')).toBeUndefined()
    expect(await racesOf('Kiki (guest)')).toEqual(['k1'])
    await race('l1', 'Lina', 'p-guest', { outcome })
    expect(await claim('p-lina', 'Lani')).toBe('claimed')
    expect(await accounts.rename({ player: 'p-lina', generation: 1 }, 'Lina', foldUsername('Lina'))).toBe(
      'renamed',
    )
    expect(await racesOf('Lina')).toBeUndefined()
    expect(await racesOf('Lina (guest)')).toEqual(['l1'])
  })

  it('[ACCOUNT-27] gives a claimant the own races, if nobody ever finished under the name', async () => {
    await race('m1', 'Mira', 'p-mira', { outcome: UNFINISHED[1] })
    expect(await claim('p-mira', 'Mira')).toBe('claimed')
    expect(await racesOf('Mira')).toEqual(['m1'])
    expect(await racesOf('Mira (guest)')).toBeUndefined()
  })

  it('[ACCOUNT-27] leaves the results of more than 30 days ago to `name (guest)`, with keys and standings', async () => {
    await race('c1', 'Citra', 'p-before', { daysAgo: 31 })
    expect(await claim('p-citra', 'CITRA')).toBe('claimed')
    expect(await racesOf('Citra')).toBeUndefined()
    expect(await racesOf('Citra (guest)')).toEqual(['c1'])
    expect(await best()).toContain('Citra (guest)')
    expect(await keysOf('c1')).toEqual([[12, 'a']])
    await race('c2', 'CITRA', 'p-citra')
    expect(await racesOf('Citra')).toEqual(['c2'])
  })

  it('[ACCOUNT-27] adds to the results that guests of that name have already, and so does a rename', async () => {
    await race('d1', 'Doni', 'p-1', { daysAgo: 80, wpm: 90 })
    expect(await claim('p-doni', 'Doni')).toBe('claimed')
    expect(await accounts.rename({ player: 'p-doni', generation: 1 }, 'Dino', foldUsername('Dino'))).toBe(
      'renamed',
    )
    await scratch.sql('delete from kept_names')
    await race('d2', 'Doni', 'p-2', { daysAgo: 40, wpm: 95 })
    expect(await accounts.rename({ player: 'p-doni', generation: 2 }, 'Doni', foldUsername('Doni'))).toBe(
      'renamed',
    )
    expect(await racesOf('Doni (guest)')).toEqual(['d1', 'd2'])
    expect(await scratch.scores.playerProfile('doni (guest)')).toMatchObject({
      races: 2,
      best: { raceId: 'd2' },
    })
    expect((await best()).filter(name => name === 'Doni (guest)')).toHaveLength(1)
  })

  it('[ACCOUNT-3] is open only to the player who is online under it, if nobody raced under it', async () => {
    expect(await claim('p-none', 'Belum', true)).toBe('name_taken')
    expect(await claim('p-none', 'Belum')).toBe('claimed')
  })
})

describe('an account', () => {
  it('[ACCOUNT-29] that is deleted takes along only what its owner typed', async () => {
    await race('e1', 'Eka', 'p-guest', { daysAgo: 1, wpm: 120 })
    await race('e2', 'Eka', 'p-eka', { wpm: 70 })
    expect(await claim('p-eka', 'Eka')).toBe('claimed')
    await race('e3', 'Eka', 'p-eka', { wpm: 75 })
    expect(await exported('p-eka', 'Eka')).toEqual(
      expect.arrayContaining([
        ['e1', false],
        ['e2', true],
        ['e3', true],
      ]),
    )
    expect(await accounts.delete({ player: 'p-eka', generation: 1 })).toBe(true)
    expect(await racesOf('Eka')).toBeUndefined()
    expect(await racesOf('Eka (guest)')).toEqual(['e1'])
    expect(await best()).toContain('Eka (guest)')
    expect([await keysOf('e1'), await keysOf('e2'), await keysOf('e3')]).toEqual([
      [[12, 'a']],
      undefined,
      undefined,
    ])
    for (const raceId of ['e2', 'e3']) {
      expect((await scratch.scores.raceResults(raceId))?.rows[0]?.username).toBe('[deleted]')
    }
    expect(await best()).not.toContain('[deleted]')
  })

  it('[ACCOUNT-11] has all that its owner typed, whatever name it stands under, in its export and in its deletion', async () => {
    await race('i1', 'Sri', 'p-sri', { daysAgo: 90 })
    await race('i2', 'Sri', 'p-other', { daysAgo: 40, wpm: 70 })
    expect(await claim('p-sri', 'Sri')).toBe('claimed')
    expect(await racesOf('Sri (guest)')).toEqual(['i1', 'i2'])
    // The log is an account's by now, so no later pruning looks at it.
    await scratch.scores.pruneGuestKeys(Date.now())
    expect(await exported('p-sri', 'Sri')).toEqual([['i1', true]])
    expect(await accounts.delete({ player: 'p-sri', generation: 1 })).toBe(true)
    expect(await keysOf('i1')).toBeUndefined()
    expect((await scratch.scores.raceResults('i1'))?.rows[0]?.username).toBe('[deleted]')
    expect(await racesOf('Sri (guest)')).toEqual(['i2'])
    expect(await scratch.scores.playerProfile('Sri (guest)')).toMatchObject({
      races: 1,
      best: { raceId: 'i2' },
    })
    expect(await best()).not.toContain('[deleted]')
  })

  it('[ACCOUNT-11] that is deleted leaves no guest of its name where nobody else raced under it', async () => {
    await race('tuti1', 'Tuti', 'p-tuti', { daysAgo: 90 })
    await race('tuti2', 'Tuti', 'p-other', { daysAgo: 40 })
    expect(await claim('p-tuti', 'Tuti')).toBe('claimed')
    await race('tuti3', 'Tuti', 'p-tuti')
    await scratch.sql('update results set typed_by = $1 where race_id = $2', ['p-tuti', 'tuti2'])
    expect(await accounts.delete({ player: 'p-tuti', generation: 1 })).toBe(true)
    for (const name of ['Tuti', 'Tuti (guest)']) expect(await racesOf(name)).toBeUndefined()
    for (const raceId of ['tuti1', 'tuti2', 'tuti3']) {
      expect((await scratch.scores.raceResults(raceId))?.rows[0]?.username).toBe('[deleted]')
      expect(await keysOf(raceId)).toBeUndefined()
    }
  })

  it('[PRIVACY-6] is known by its player, also when it was deleted lately', async () => {
    expect(await scratch.scores.hasAccount('p-umar')).toBe(false)
    await claim('p-umar', 'Umar')
    expect(await scratch.scores.hasAccount('p-umar')).toBe(true)
    await accounts.rename({ player: 'p-umar', generation: 1 }, 'Umri', foldUsername('Umri'))
    expect(await scratch.scores.hasAccount('p-umar')).toBe(true)
    await accounts.delete({ player: 'p-umar', generation: 2 })
    expect(await scratch.scores.hasAccount('p-umar')).toBe(true)
  })

  it('[ACCOUNT-30] does not get a race of another player that is settled late, in each of its states', async () => {
    await claim('p-fani', 'Fani')
    await race('f1', 'Fani', 'p-guest')
    await race('f2', 'Fani', 'p-fani')
    expect(await racesOf('Fani')).toEqual(['f2'])
    expect(await accounts.rename({ player: 'p-fani', generation: 1 }, 'Fina', foldUsername('Fina'))).toBe(
      'renamed',
    )
    await race('f3', 'Fani', 'p-guest')
    await race('f4', 'Fani', 'p-fani')
    expect(await racesOf('Fina')).toEqual(['f2', 'f4'])
    expect(await accounts.delete({ player: 'p-fani', generation: 2 })).toBe(true)
    await race('f5', 'Fina', 'p-guest')
    await race('f6', 'Fina', 'p-fani')
    expect(await racesOf('Fani (guest)')).toEqual(['f1', 'f3'])
    expect(await racesOf('Fina (guest)')).toEqual(['f5'])
    expect((await scratch.scores.raceResults('f6'))?.rows[0]?.username).toBe('[deleted]')
    expect(await keysOf('f6')).toBeUndefined()
  })

  it('[ACCOUNT-30] does not get a race that is settled while the name is registered', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, async (_, i) => {
        const [, outcome] = await Promise.all([
          race(`g${i}`, `Gani ${i}`, 'p-guest'),
          claim(`p-gani ${i}`, `Gani ${i}`),
        ])
        const own = await racesOf(`Gani ${i}`)
        const guests = await racesOf(`Gani ${i} (guest)`)
        return outcome === 'claimed' ? guests?.length === 1 && own === undefined : own?.length === 1
      }),
    )
    expect(outcomes).toEqual(Array(10).fill(true))
  })

  it('[ACCOUNT-31] exports the keys that its owner typed, and of the other results the figures', async () => {
    await race('h1', 'Hadi', 'p-guest', { daysAgo: 1 })
    await race('h2', 'Hadi', 'p-hadi')
    await claim('p-hadi', 'Hadi')
    expect(await exported('p-hadi', 'Hadi')).toEqual([
      ['h2', true],
      ['h1', false],
    ])
  })
})

it('[ACCOUNT-27] the name of guests folds as the database folds it', () => {
  for (const name of ['Budi', 'ＡＮＩ', 'Straße', 'Zoë', 'İpek', '山田']) {
    expect(foldUsername(`${name} (guest)`)).toBe(`${foldUsername(name)} (guest)`)
  }
})
