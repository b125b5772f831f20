import { foldUsername } from '@ketik/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFinish, makeSeat, makeSettlement, NOON } from '../test/make-settlement.ts'
import { relayToPostgres } from '../test/relay-to-postgres.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'
import { openScores } from './open-scores.ts'
import { BadSettlement, isRetryable } from './scores-fault.ts'

let scratch: ScratchScores
beforeAll(async () => {
  scratch = await scratchScores()
})
afterAll(() => scratch.close())

const duel = (raceId: string, winner: string, loser: string, wpm = 80) =>
  makeSettlement(raceId, [
    makeSeat(0, winner, makeFinish(wpm), { keys: [[12, 'a']] }),
    makeSeat(1, loser, makeFinish(wpm - 10, { place: 2 })),
  ])

/** Every table as it stands. */
async function everything(): Promise<unknown> {
  const tables = ['players', 'races', 'results', 'key_logs', 'boards']
  return Promise.all(tables.map(table => scratch.sql(`select t::text from ${table} t order by 1`)))
}

const countRaces = async (like: string): Promise<number> =>
  (await scratch.sql('select 1 from races where id like $1', [like])).length

describe('settling', () => {
  it('[SCORES-1] stores a race once, whatever a second settlement of it says', async () => {
    const { scores } = scratch
    expect(await scores.settleRace(duel('once', 'Ani', 'Budi'))).toEqual({ stored: true })
    const before = await everything()
    expect(await scores.settleRace(duel('once', 'Ani', 'Budi'))).toEqual({ stored: false })
    expect(await scores.settleRace(duel('once', 'Eve', 'Mallory', 300))).toEqual({ stored: false })
    expect(await everything()).toEqual(before)
  })

  it('[SCORES-1] stores a race once when many settle it at the same time', async () => {
    const settled = await Promise.all(
      Array.from({ length: 20 }, () => scratch.scores.settleRace(duel('rush', 'Rush A', 'Rush B'))),
    )
    expect(settled.filter(({ stored }) => stored)).toHaveLength(1)
    expect(await scratch.scores.playerProfile('Rush A')).toMatchObject({ races: 1, wins: 1 })
  })

  it('[SCORES-1] stores what is new among settlements stored before, and a repeated one once', async () => {
    await scratch.scores.settleRace(duel('batch-1', 'Citra', 'Dewi'))
    const batch = ['batch-1', 'batch-2', 'batch-2', 'batch-3'].map(id => duel(id, 'Citra', 'Dewi'))
    expect(await scratch.scores.settleRaces(batch)).toEqual([
      { raceId: 'batch-1', stored: false },
      { raceId: 'batch-2', stored: true },
      { raceId: 'batch-2', stored: true },
      { raceId: 'batch-3', stored: true },
    ])
    expect(await scratch.scores.playerProfile('Citra')).toMatchObject({ races: 3, wins: 3 })
    expect(await scratch.scores.settleRaces([])).toEqual([])
  })

  it('[SCORES-2] takes one round trip, for one race as for a hundred', async () => {
    const relay = await relayToPostgres(scratch.url)
    const scores = openScores({ databaseUrl: relay.url, poolMax: 1 })
    await scores.ping()
    const tripsOf = async (work: () => Promise<unknown>): Promise<number> => {
      const before = relay.roundTrips()
      await work()
      return relay.roundTrips() - before
    }
    expect(await tripsOf(() => scores.settleRace(duel('trip', 'Ani', 'Budi')))).toBe(1)
    const hundred = Array.from({ length: 100 }, (_, race) =>
      duel(`trips-${race}`, `T${race % 7}`, `T${7 + (race % 5)}`),
    )
    expect(await tripsOf(() => scores.settleRaces(hundred))).toBe(1)
    expect(await countRaces('trips-%')).toBe(100)
    await scores.close()
    await relay.close()
  })

  it('[SCORES-2] stores none of many when one is refused', async () => {
    const broken = makeSettlement('whole-2', [makeSeat(0, 'Ani', makeFinish(-1))])
    const settling = scratch.scores.settleRaces([duel('whole-1', 'Ani', 'Budi'), broken])
    await expect(settling).rejects.toThrow(/check constraint/)
    expect(await countRaces('whole-%')).toBe(0)
  })

  it('[SCORES-2] refuses more than 500 at a time', async () => {
    const many = Array.from({ length: 501 }, (_, race) => makeSettlement(`too-many-${race}`, []))
    await expect(scratch.scores.settleRaces(many)).rejects.toThrow(RangeError)
  })

  it('[SCORES-3] stores 50 races of the same two players in opposite orders at once', async () => {
    const pools = Array.from({ length: 5 }, () => openScores({ databaseUrl: scratch.url, poolMax: 10 }))
    const settled = await Promise.all(
      pools.flatMap((scores, pool) =>
        Array.from({ length: 10 }, (_, race) => {
          const [winner, loser] = race % 2 === 0 ? (['Left', 'Right'] as const) : (['Right', 'Left'] as const)
          return scores.settleRace(duel(`opposite-${pool}-${race}`, winner, loser))
        }),
      ),
    )
    await Promise.all(pools.map(scores => scores.close()))
    expect(settled.every(({ stored }) => stored)).toBe(true)
    expect(await scratch.scores.playerProfile('Left')).toMatchObject({ races: 50, wins: 25 })
    expect(await scratch.scores.playerProfile('Right')).toMatchObject({ races: 50, wins: 25 })
    const standings = await scratch.sql<{ races: number }>(
      'select b.races from boards b join players p on p.id = b.player_id where p.folded_name = any ($1)',
      [['Left', 'Right'].map(foldUsername)],
    )
    expect(standings.map(({ races }) => races)).toEqual(Array(12).fill(50))
  })

  it('[SCORES-3] stores batches at once that overlap in races and players', async () => {
    const pools = Array.from({ length: 4 }, () => openScores({ databaseUrl: scratch.url, poolMax: 5 }))
    const batch = (from: number) =>
      Array.from({ length: 12 }, (_, index) => {
        const race = (from * 3 + index * 5) % 24
        return duel(`overlap-${race}`, `O${race % 4}`, `O${4 + (race % 3)}`)
      })
    const settled = await Promise.all(
      Array.from({ length: 20 }, (_, from) => pools[from % 4]?.settleRaces(batch(from)) ?? []),
    )
    await Promise.all(pools.map(scores => scores.close()))
    expect(settled.flat().filter(({ stored }) => stored)).toHaveLength(24)
    const [sum] = await scratch.sql(`select sum(races)::int as races from players where name like 'O_'`)
    expect(sum).toEqual({ races: 48 })
  })

  it('[SCORES-4] knows a player by its folded name and shows the latest spelling', async () => {
    await scratch.scores.settleRace(makeSettlement('fold-1', [makeSeat(0, 'ÉMILE', makeFinish(70))]))
    await scratch.scores.settleRace(makeSettlement('fold-2', [makeSeat(0, 'Émile', makeFinish(60))]))
    const profile = await scratch.scores.playerProfile('émile')
    expect(profile).toMatchObject({ username: 'Émile', races: 2, best: { wpm: 70, raceId: 'fold-1' } })
  })

  it('[SCORES-9] stores a cancelled race and nothing else of it', async () => {
    const others = async () => [
      await scratch.sql('select * from players'),
      await scratch.sql('select * from boards'),
    ]
    const before = await others()
    const settlement = { ...duel('void', 'Void A', 'Void B'), cancelled: true }
    expect(await scratch.scores.settleRace(settlement)).toEqual({ stored: true })
    expect(await scratch.scores.raceResults('void')).toEqual({
      id: 'void',
      text: { id: 'sotu-1', lang: 'en', chars: 210 },
      startsAt: NOON,
      endedAt: NOON + 60_000,
      cancelled: true,
      isPrivate: false,
      rows: [],
      keyLogs: {},
      typedBy: {},
    })
    expect(await others()).toEqual(before)
  })

  it('[SCORES-10] counts a race for each seat, and as won a verified finish in the first place', async () => {
    const race = makeSettlement('wins', [
      makeSeat(0, 'Win First', makeFinish(90)),
      makeSeat(1, 'Win Second', makeFinish(80, { place: 2 })),
      makeSeat(2, 'Win Gone', { state: 'left', reason: 'left' }),
    ])
    const walkover = makeSettlement('walkover', [
      makeSeat(0, 'Win Gone', { state: 'left', reason: 'timeout' }, { walkover: true }),
      makeSeat(1, 'Win Second', { state: 'left', reason: 'left' }, { walkover: false }),
    ])
    await scratch.scores.settleRaces([race, walkover])
    expect(await scratch.scores.playerProfile('Win First')).toMatchObject({ races: 1, wins: 1 })
    expect(await scratch.scores.playerProfile('Win Second')).toMatchObject({ races: 2, wins: 0 })
    expect(await scratch.scores.playerProfile('Win Gone')).toMatchObject({ races: 2, wins: 0, best: null })
  })

  it.each([`Robert'); drop table players;--`, '"quoted" \\ \\u0000 $1 {x}', '👩‍👩‍👧 e\u0301 ketik', 'null'])(
    '[SCORES-11] stores the name %j as it is',
    async name => {
      await scratch.scores.settleRace(makeSettlement(`name ${name}`, [makeSeat(0, name, makeFinish(50))]))
      expect(await scratch.scores.playerProfile(name)).toMatchObject({ username: name, races: 1 })
      expect(await scratch.scores.raceResults(`name ${name}`)).toMatchObject({ rows: [{ username: name }] })
    },
  )

  it.each([
    ['a NUL in a name', makeSettlement('bad-1', [makeSeat(0, 'a\0b', makeFinish(50))]), /seats\.0\.name/],
    [
      'half a pair in a name',
      makeSettlement('bad-2', [makeSeat(0, 'a\ud83d', makeFinish(50))]),
      /seats\.0\.name/,
    ],
    ['a NUL in the id', makeSettlement('bad-\0', []), /raceId/],
    [
      'a figure that is NaN',
      makeSettlement('bad-3', [makeSeat(0, 'a', makeFinish(Number.NaN))]),
      /seats\.0\.wpm/,
    ],
    ['an infinite figure', makeSettlement('bad-4', [makeSeat(0, 'a', makeFinish(9, { raw: 1 / 0 }))]), /raw/],
    ['no instant', makeSettlement('bad-5', [], { startsAt: Number.NaN }), /instant/],
    ['an instant in microseconds', makeSettlement('bad-6', [], { endedAt: NOON * 1000 }), /instant/],
  ])('[SCORES-11] refuses %s and stores nothing', async (_, settlement, message) => {
    const error: unknown = await scratch.scores.settleRace(settlement).catch(thrown => thrown)
    expect(error).toBeInstanceOf(BadSettlement)
    expect(error).toHaveProperty('message', expect.stringMatching(message))
    expect(isRetryable(error)).toBe(false)
    expect(await countRaces('bad-%')).toBe(0)
  })
})
