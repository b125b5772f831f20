import { foldUsername } from '@ketik/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFinish, makeSeat, makeSettlement } from '../test/make-settlement.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'
import type { AccountChanges, AccountStore, NameClaim } from './account-store.ts'

let scratch: ScratchScores
let accounts: AccountStore
beforeAll(async () => {
  scratch = await scratchScores()
  accounts = scratch.scores.accounts
})
afterAll(() => scratch.close())

/** Who types under each name: the owner, by every name of the account. */
const typists = new Map<string, string>()
const claim = async (player: string, username: string) => {
  const foldedName = foldUsername(username)
  const outcome = await accounts.claim({ player, username, foldedName, passphrase: 'scrypt$…' })
  if (outcome === 'claimed') typists.set(username, player)
  return outcome
}
const rename = (player: string, generation: number, username: string) => {
  typists.set(username, player)
  return accounts.rename({ player, generation }, username, foldUsername(username))
}
const race = (raceId: string, ...names: readonly string[]) =>
  scratch.scores.settleRace(
    makeSettlement(
      raceId,
      names.map((name, i) =>
        makeSeat(i, name, makeFinish(80, { place: i + 1 }), {
          keys: [[12, 'a']],
          ...(typists.has(name) ? { player: typists.get(name) ?? '' } : {}),
        }),
      ),
      { startsAt: Date.now() - 120_000 },
    ),
  )
const racesOf = async (username: string) =>
  (await scratch.scores.playerProfile(username))?.recent.map(({ raceId }) => raceId)
const claimOf = async (name: string): Promise<NameClaim | undefined> =>
  (await accounts.claimsOf([foldUsername(name)]))[0]
const freeKeptNames = () => scratch.sql(`update kept_names set until = now() - interval '1 second'`)

describe('claiming', () => {
  it('[SCORES-26] a folded name belongs to one account, even if many claim it at the same time', async () => {
    const outcomes = await Promise.all(['p1', 'p2', 'p3', 'p4'].map(player => claim(player, 'Ani')))
    expect(outcomes.toSorted()).toEqual(['claimed', 'name_claimed', 'name_claimed', 'name_claimed'])
    expect(await claim('p5', 'ANI')).toBe('name_claimed')
    const owner = `p${outcomes.indexOf('claimed') + 1}`
    expect(await accounts.byName(foldUsername('ani'))).toMatchObject({
      player: owner,
      username: 'Ani',
      generation: 1,
    })
    expect(await accounts.byName(foldUsername('budi'))).toBeUndefined()
  })
})

describe('sessions', () => {
  it('[SCORES-27] are over with their generation, or by their own id', async () => {
    await claim('s1', 'Sari')
    const who = { player: 's1', generation: 1 }
    expect(await accounts.inSession(who, ['session', 'token'])).toMatchObject({ username: 'Sari' })
    await accounts.endSession({ id: 'later', endsAt: Date.now() + 60_000 })
    expect(await accounts.inSession(who, ['later'])).toBeDefined()
    await accounts.endSession({ id: 'later', endsAt: Date.now() - 1_000 })
    await accounts.endSession({ id: 'later', endsAt: Date.now() + 60_000 })
    expect(await accounts.inSession(who, ['session', 'later'])).toBeUndefined()
    expect(await accounts.endAllSessions(who)).toBe(2)
    expect(await accounts.endAllSessions(who)).toBeUndefined()
    expect(await accounts.inSession(who, ['session'])).toBeUndefined()
    expect(await accounts.setPassphrase({ player: 's1', generation: 2 }, 'scrypt$other')).toBe(3)
    expect((await accounts.byName(foldUsername('sari')))?.passphrase).toBe('scrypt$other')
  })
})

describe('renaming', () => {
  it('[SCORES-28] takes the results along, also those of a race that began before, and keeps the old name', async () => {
    await claim('r1', 'Rina')
    await race('before', 'Rina', 'Tamu')
    expect(await rename('r1', 1, 'Rini')).toBe('renamed')
    await race('during', 'Rina', 'Tamu')
    await race('after', 'Rini', 'Tamu')
    expect((await racesOf('Rini'))?.toSorted()).toEqual(['after', 'before', 'during'])
    expect(await racesOf('Rina')).toBeUndefined()
    expect((await scratch.scores.raceResults('during'))?.rows[0]?.username).toBe('Rini')
    expect([await claim('x1', 'Rina'), await claim('x1', 'Rini')]).toEqual(['name_kept', 'name_claimed'])
    expect(await rename('r1', 1, 'Rena')).toBe('gone')
    expect(await rename('r1', 2, 'Rina')).toBe('renamed')
    expect(await accounts.byName(foldUsername('rina'))).toMatchObject({ username: 'Rina', generation: 3 })
    expect((await racesOf('Rina'))?.length).toBe(3)
  })

  it('[SCORES-49] is refused to a name of others, or that somebody raced under, and after three', async () => {
    await claim('t1', 'Tono')
    await claim('t2', 'Toni')
    await race('guest', 'Tamu Lain', 'Tono')
    expect(await rename('t1', 1, 'Toni')).toBe('name_claimed')
    expect(await rename('t1', 1, 'Tamu Lain')).toBe('name_used')
    expect(await rename('t2', 1, 'Tini')).toBe('renamed')
    expect(await rename('t1', 1, 'Toni')).toBe('name_kept')
    for (const [i, name] of ['To', 'Ton', 'Tonn'].entries()) {
      expect(await rename('t1', i + 1, name)).toBe('renamed')
    }
    expect(await rename('t1', 4, 'Tonny')).toBe('renamed_often')
    expect(await rename('t1', 4, 'TONN')).toBe('renamed')
    await freeKeptNames()
    expect(await claim('x2', 'Toni')).toBe('claimed')
  })

  it('[SCORES-28] at the same time as a settlement loses no result to the old name', async () => {
    await claim('c1', 'Cici0')
    let generation = 1
    for (let i = 1; i <= 10; i++) {
      await freeKeptNames()
      await Promise.all([race(`at once ${i}`, `Cici${i - 1}`, 'Tamu'), rename('c1', generation, `Cici${i}`)])
      generation += 1
    }
    expect((await racesOf('Cici10'))?.length).toBe(10)
  })
})

describe('deletion', () => {
  it('[SCORES-29] leaves results without a name, keys or standing, and keeps the name for a while', async () => {
    await claim('d1', 'Dewi')
    await race('won', 'Dewi', 'Lawan')
    expect(await accounts.delete({ player: 'd1', generation: 2 })).toBe(false)
    expect(await accounts.delete({ player: 'd1', generation: 1 })).toBe(true)
    await race('late', 'Dewi', 'Lawan')
    expect(await racesOf('Dewi')).toBeUndefined()
    for (const id of ['won', 'late']) {
      const results = await scratch.scores.raceResults(id)
      expect(results?.rows.map(({ username }) => username)).toEqual(['[deleted]', 'Lawan'])
      expect(Object.keys(results?.keyLogs ?? {})).toEqual(['1'])
    }
    const board = await scratch.scores.leaderboard({ window: 'all', limit: 100, at: Date.now() })
    expect(board.map(({ username }) => username)).not.toContain('[deleted]')
    expect(await scratch.sql(`select 1 from accounts where player = 'd1'`)).toEqual([])
    expect(await claim('d2', 'Dewi')).toBe('name_kept')
    await freeKeptNames()
    expect(await claim('d2', 'Dewi')).toBe('claimed')
    expect(await racesOf('Dewi')).toBeUndefined()
  })

  it('[SCORES-29] frees the names that renaming kept for it only in their time', async () => {
    await claim('e1', 'Eka')
    await race('as Eka', 'Eka', 'Lawan')
    expect(await rename('e1', 1, 'Eki')).toBe('renamed')
    expect(await accounts.delete({ player: 'e1', generation: 2 })).toBe(true)
    expect([await claim('e2', 'Eka'), await claim('e2', 'Eki')]).toEqual(['name_kept', 'name_kept'])
    await race('late as Eka', 'Eka', 'Lawan')
    expect((await scratch.scores.raceResults('late as Eka'))?.rows[0]?.username).toBe('[deleted]')
  })
})

describe('what others are told', () => {
  it('[SCORES-30] is each name with the number of its change, whole or of late', async () => {
    await claim('w1', 'Wati')
    const first = await claimOf('wati')
    expect(first).toMatchObject({ player: 'w1', generation: 1 })
    await accounts.endAllSessions({ player: 'w1', generation: 1 })
    const second = await claimOf('wati')
    await accounts.delete({ player: 'w1', generation: 2 })
    const third = await claimOf('wati')
    expect(third).toMatchObject({ until: expect.any(Number) })
    const versions = [first, second, third].map(claimed => claimed?.version ?? 0)
    expect(versions).toEqual(versions.toSorted((a, b) => a - b))
    await accounts.endSession({ id: 'told', endsAt: 1_000 })
    const whole: AccountChanges[] = []
    for await (const page of accounts.allChanges()) whole.push(page)
    const recent = await accounts.recentChanges()
    for (const changes of [whole.flatMap(({ claims }) => claims), recent.claims]) {
      expect(changes).toContainEqual(third)
      expect(changes.filter(({ foldedName }) => foldedName === foldUsername('wati'))).toHaveLength(1)
    }
    expect([whole.flatMap(({ ended }) => ended), recent.ended]).toEqual([
      expect.arrayContaining([{ id: 'told', endsAt: 1_000 }]),
      expect.arrayContaining([{ id: 'told', endsAt: 1_000 }]),
    ])
  })

  it('[SCORES-30] is forgotten when it is over', async () => {
    await accounts.endSession({ id: 'long over', endsAt: 1_000 })
    await scratch.sql(`update kept_names set until = now() - interval '2 days'`)
    expect(await accounts.prune()).toBeGreaterThan(1)
    expect(await scratch.sql('select 1 from kept_names')).toEqual([])
    expect(await scratch.sql(`select 1 from ended_sessions where id = 'long over'`)).toEqual([])
  })
})

it('[SCORES-31] an export has all results with their keys, page by page', async () => {
  await claim('z1', 'Zaki')
  const seats = Array.from({ length: 450 }, (_, i) => `export ${`${i}`.padStart(3, '0')}`)
  for (let i = 0; i < seats.length; i += 150) {
    await scratch.scores.settleRaces(
      seats
        .slice(i, i + 150)
        .map((raceId, n) =>
          makeSettlement(raceId, [
            makeSeat(0, 'Zaki', makeFinish(60 + n), { keys: [[12, 'z']], player: 'z1' }),
          ]),
        ),
    )
  }
  const found: string[] = []
  let from: string | undefined
  let pages = 0
  do {
    const page = await scratch.scores.exportAccount({ player: 'z1', foldedName: foldUsername('zaki') }, from)
    expect(page.player).toMatchObject({ races: 450 })
    for (const { raceId, keys } of page.results) {
      expect(keys).toEqual([[12, 'z']])
      found.push(raceId)
    }
    from = page.next ?? undefined
    pages += 1
  } while (from !== undefined)
  expect([pages, new Set(found).size, found.length]).toEqual([3, 450, 450])
  const nobody = { player: 'z0', foldedName: 'nobody' }
  expect(await scratch.scores.exportAccount(nobody)).toEqual({ player: null, results: [], next: null })
})
