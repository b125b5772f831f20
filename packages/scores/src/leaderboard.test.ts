import type { BoardWindow } from '@ketik/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeFinish, makeSeat, makeSettlement, NOON } from '../test/make-settlement.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'
import { LEADERBOARD_SQL, MERGED_LEADERBOARD_SQL } from './leaderboard.ts'
import type { SeatOutcome } from './settlement.ts'

let scratch: ScratchScores
beforeAll(async () => {
  scratch = await scratchScores()
})
afterAll(() => scratch.close())
beforeEach(() => scratch.sql('truncate players, races, results, key_logs, boards, rated_pairs'))

const DAY_MS = 86_400_000
let races = 0

/** Settles a race of one seat; gives back its settlement's id. */
async function race(username: string, outcome: SeatOutcome, startsAt = NOON, lang = 'en'): Promise<string> {
  const raceId = `race-${races++}`
  const text = { id: 't', lang, chars: 200 }
  await scratch.scores.settleRace(
    makeSettlement(raceId, [makeSeat(0, username, outcome)], { text, startsAt }),
  )
  return raceId
}

const names = async (window: BoardWindow, at = NOON, lang?: string): Promise<string[]> =>
  (await scratch.scores.leaderboard({ window, at, lang, limit: 100 })).map(row => row.username)

describe('a leaderboard', () => {
  it('[SCORES-5] shows the day, the week and all time, in one language or in all', async () => {
    await race('Today', makeFinish(50))
    await race('Monday', makeFinish(60), NOON - 5 * DAY_MS, 'id')
    await race('Sunday', makeFinish(70), NOON - 6 * DAY_MS)
    await race('Tomorrow', makeFinish(40), NOON + DAY_MS)
    expect(await names('day')).toEqual(['Today'])
    expect(await names('week')).toEqual(['Monday', 'Today', 'Tomorrow'])
    expect(await names('week', NOON, 'id')).toEqual(['Monday'])
    expect(await names('all')).toEqual(['Sunday', 'Monday', 'Today', 'Tomorrow'])
    expect(await names('all', NOON, 'en')).toEqual(['Sunday', 'Today', 'Tomorrow'])
    expect(await names('all', NOON, 'xx')).toEqual([])
    expect(await names('all', NOON, '\0')).toEqual([])
  })

  it('[SCORES-5] counts a race over midnight by the instant of the finish', async () => {
    const beforeMidnight = Date.UTC(2026, 10, 21, 23, 59, 59)
    await race('Early', makeFinish(60, { finishedMs: 999.4 }), beforeMidnight)
    await race('Late', makeFinish(60, { finishedMs: 1000 }), beforeMidnight)
    expect(await names('day', NOON)).toEqual(['Early'])
    expect(await names('day', NOON + DAY_MS)).toEqual(['Late'])
  })

  it.each(['earlier', 'later'] as const)(
    '[SCORES-6] holds the best of a player, settled %s than the rest',
    async when => {
      const others = async () => {
        await race('Ani', makeFinish(70), NOON + 5)
        await race('Ani', makeFinish(75), NOON + 9)
      }
      if (when === 'later') await others()
      const best = await race('Ani', makeFinish(91.26, { accuracy: 0.5 }), NOON)
      if (when === 'earlier') await others()
      const figures = { rank: 1, username: 'Ani', wpm: 91.3, accuracy: 0.5, races: 3 }
      const row = { ...figures, at: NOON + 30_000, timed: 'keys', race: best }
      for (const window of ['day', 'week', 'all'] as const) {
        expect(await scratch.scores.leaderboard({ window, at: NOON, limit: 10 })).toEqual([row])
      }
      expect(await scratch.scores.playerProfile('Ani')).toMatchObject({
        best: { wpm: 91.3, at: NOON + 30_000 },
      })
    },
  )

  it('[SCORES-6] holds the best of a player that comes several times in one batch', async () => {
    const batch = [70, 95, 80].map((wpm, index) =>
      makeSettlement(`many-${index}`, [
        makeSeat(0, 'Ani', makeFinish(wpm)),
        makeSeat(1, 'ANI', makeFinish(10)),
      ]),
    )
    await scratch.scores.settleRaces(batch)
    expect(await scratch.scores.leaderboard({ window: 'all', at: NOON, limit: 10 })).toMatchObject([
      { wpm: 95, races: 6 },
    ])
    expect(await scratch.scores.playerProfile('ani')).toMatchObject({
      races: 6,
      best: { wpm: 95, raceId: 'many-1' },
    })
  })

  it('[SCORES-6] keeps the earlier of a player’s equal results', async () => {
    await race('Ani', makeFinish(70), NOON + 1000)
    await race('Ani', makeFinish(70), NOON)
    await race('Ani', makeFinish(70), NOON + 2000)
    expect(await scratch.scores.leaderboard({ window: 'all', at: NOON, limit: 10 })).toMatchObject([
      { at: NOON + 30_000 },
    ])
  })

  it('[SCORES-7] is ordered by exact wpm, then by the earlier result, with a rank for each', async () => {
    await race('Third', makeFinish(80.01), NOON + 2000)
    await race('Second', makeFinish(80.01), NOON + 1000)
    await race('First', makeFinish(80.04), NOON + 3000)
    await race('Fourth', makeFinish(79.96, { accuracy: null, raw: null, consistency: null }), NOON)
    const rows = await scratch.scores.leaderboard({ window: 'all', at: NOON, limit: 10 })
    expect(rows.map(({ rank, username, wpm, accuracy }) => [rank, username, wpm, accuracy])).toEqual([
      [1, 'First', 80, 0.97],
      [2, 'Second', 80, 0.97],
      [3, 'Third', 80, 0.97],
      [4, 'Fourth', 80, null],
    ])
  })

  it.each<[string, SeatOutcome]>([
    ['marked for review', makeFinish(300, { review: true })],
    ['of one who left', { state: 'left', reason: 'left' }],
    ['that timed out', { state: 'left', reason: 'timeout' }],
    ['that no human could type', { state: 'left', reason: 'implausible' }],
  ])('[SCORES-8] leaves out a result %s, which is stored all the same', async (_, outcome) => {
    const raceId = await race('Eve', outcome)
    expect(await scratch.sql('select * from boards')).toEqual([])
    expect(await scratch.scores.playerProfile('Eve')).toMatchObject({ races: 1, best: null })
    expect(await scratch.scores.raceResults(raceId)).toMatchObject({ rows: [outcome] })
    await race('Eve', makeFinish(60))
    await race('Eve', outcome)
    expect(await scratch.scores.leaderboard({ window: 'all', at: NOON, limit: 1 })).toMatchObject([
      { wpm: 60, races: 1 },
    ])
    expect(await scratch.scores.playerProfile('Eve')).toMatchObject({ races: 3, best: { wpm: 60 } })
  })

  it.each([0, 101, 1.5, Number.NaN, -1])('[SCORES-16] refuses a limit of %d', async limit => {
    await expect(scratch.scores.leaderboard({ window: 'all', at: NOON, limit })).rejects.toThrow(RangeError)
  })

  it('[SCORES-16] gives as many rows as asked', async () => {
    for (const wpm of [50, 60, 70]) await race(`P${wpm}`, makeFinish(wpm))
    expect(await scratch.scores.leaderboard({ window: 'all', at: NOON, limit: 2 })).toMatchObject([
      { username: 'P70' },
      { username: 'P60' },
    ])
  })
})

describe('a leaderboard among 100 000 players', () => {
  type Node = {
    readonly 'Node Type': string
    readonly 'Index Name'?: string
    readonly 'Actual Rows': number
    readonly 'Actual Loops': number
    readonly 'Rows Removed by Filter'?: number
    readonly Plans?: readonly Node[]
  }
  const nodesOf = (node: Node): readonly Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

  beforeEach(async () => {
    await scratch.sql(
      `insert into players (name, folded_name) select 'P' || n, 'p' || n from generate_series(1, 100000) n`,
    )
    await scratch.sql(
      `insert into boards (bucket, lang, timed, player_id, wpm, races, at, race_id)
       select bucket, '', timed, id, 20 + random() * 200, 1, now(), 'r'
       from players, (values ('all', 'keys'), ('all', 'arrival'), ('day:2026-11-21', 'keys')) as one (bucket, timed)`,
    )
    await scratch.sql('vacuum analyze players')
    await scratch.sql('vacuum analyze boards')
  })

  /** Its plan as it ran: which indexes gave how many rows, and whether a row was read in vain. */
  async function reads(mode: string, prepare: string, execute: string) {
    await scratch.sql(`set plan_cache_mode = ${mode}`)
    await scratch.sql(prepare)
    const [explained] = await scratch.sql<{ 'QUERY PLAN': readonly [{ readonly Plan: Node }] }>(
      `explain (analyze, format json) ${execute}`,
    )
    await scratch.sql('deallocate top')
    const nodes = explained === undefined ? [] : nodesOf(explained['QUERY PLAN'][0].Plan)
    expect(nodes.map(node => node['Rows Removed by Filter'] ?? 0)).toEqual(nodes.map(() => 0))
    return nodes
      .filter(node => node['Node Type'].includes('Scan') && node['Node Type'] !== 'Subquery Scan')
      .map(scan => [scan['Index Name'], scan['Actual Rows'] * scan['Actual Loops']] as const)
  }

  it.each(['force_custom_plan', 'force_generic_plan'])(
    '[SCORES-15] reads only the rows it returns, with %s',
    async mode => {
      const prepare = `prepare top (text, text, text, bigint) as ${LEADERBOARD_SQL}`
      expect(await reads(mode, prepare, `execute top ('all', '', 'keys', 10)`)).toEqual([
        ['boards_standing', 10],
        ['players_pkey', 10],
      ])
      expect(await scratch.scores.leaderboard({ window: 'all', at: NOON, limit: 100 })).toHaveLength(100)
    },
  )

  it.each(['force_custom_plan', 'force_generic_plan'])(
    '[SCORES-15] merges as many rows of both boards as it returns, with %s',
    async mode => {
      const prepare = `prepare top (text, text, bigint) as ${MERGED_LEADERBOARD_SQL}`
      const scans = await reads(mode, prepare, `execute top ('all', '', 10)`)
      expect(scans.toSorted()).toEqual([
        ['boards_pkey', 10],
        ['boards_standing', 10],
        ['boards_standing', 10],
        ['players_pkey', 10],
      ])
      const merged = await scratch.scores.leaderboard({ window: 'all', at: NOON, limit: 100, timed: 'any' })
      expect(merged.map(({ races }) => races)).toEqual(Array(100).fill(2))
    },
  )
})
