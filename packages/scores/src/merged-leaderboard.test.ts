import { BOARD_TIMINGS, BOARD_WINDOWS, type BoardRow, type BoardTiming } from '@ketik/protocol'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeFinish, makeSeat, makeSettlement, NOON } from '../test/make-settlement.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'
import { boardBucket } from './board-bucket.ts'
import type { LeaderboardQuery } from './leaderboard.ts'

let scratch: ScratchScores
beforeAll(async () => {
  scratch = await scratchScores()
})
afterAll(() => scratch.close())

const DAY_MS = 86_400_000

/** Few figures and instants, so that many are equal. */
const results = fc.array(
  fc.record({
    username: fc.constantFrom('Ani', 'Budi', 'Citra', 'Dewi', 'Eko'),
    wpm: fc.constantFrom(50, 60, 60.04, 70),
    startsAt: fc.constantFrom(NOON, NOON + 1, NOON + DAY_MS, NOON + 2 * DAY_MS),
    lang: fc.constantFrom('en', 'id'),
    timed: fc.constantFrom('keys' as const, 'arrival' as const),
  }),
  { maxLength: 30 },
)
type Result = Parameters<Parameters<typeof results.map>[0]>[0][number]

const FINISH = makeFinish(50)
const FINISHED_MS = FINISH.state === 'finished' ? FINISH.finishedMs : Number.NaN

/** Each is a race alone, of a typist of its own, so that none is a leap of the own history. */
const settled = (all: readonly Result[]) =>
  scratch.scores.settleRaces(
    all.map(({ username, wpm, startsAt, lang, timed }, index) =>
      makeSettlement(
        `race-${index}`,
        [makeSeat(0, username, makeFinish(wpm), { player: `p-${index}`, timed })],
        {
          startsAt,
          text: { id: 't', lang, chars: 200 },
        },
      ),
    ),
  )

/** The order of the best of all results that are on a board, without their races' ids. */
function expected(all: readonly Result[], query: LeaderboardQuery, ids: ReadonlyMap<string, number>) {
  const onBoard = all
    .map(result => ({ ...result, at: result.startsAt + FINISHED_MS }))
    .filter(
      ({ at, lang, timed }) =>
        boardBucket(query.window, at) === boardBucket(query.window, query.at) &&
        (query.lang === undefined || lang === query.lang) &&
        (query.timed === 'any' || timed === query.timed),
    )
    .toSorted(
      (one, other) =>
        other.wpm - one.wpm ||
        one.at - other.at ||
        (ids.get(one.username) ?? 0) - (ids.get(other.username) ?? 0) ||
        (one.timed === 'keys' ? 0 : 1) - (other.timed === 'keys' ? 0 : 1),
    )
  const names = [...new Set(onBoard.map(({ username }) => username))]
  return names.slice(0, query.limit).map((username, index) => {
    const own = onBoard.filter(result => result.username === username)
    const [best] = own
    return {
      rank: index + 1,
      username,
      wpm: Math.round((best?.wpm ?? 0) * 10) / 10,
      at: best?.at,
      timed: best?.timed,
      races: own.length,
    }
  })
}

const QUERIES: readonly (readonly [BoardTiming, string | undefined])[] = BOARD_TIMINGS.flatMap(timed =>
  [undefined, 'en', 'id'].map(lang => [timed, lang] as const),
)

it('[BOARD-3] boards have the best of each player in order, and the merged one the best of both', async () => {
  await fc.assert(
    fc.asyncProperty(results, fc.integer({ min: 1, max: 6 }), async (all, limit) => {
      await scratch.sql('truncate players, races, results, key_logs, boards, rated_pairs')
      await settled(all)
      const players = await scratch.sql<{ id: string; name: string }>('select id, name from players')
      const ids = new Map(players.map(({ id, name }) => [name, Number(id)]))
      for (const window of BOARD_WINDOWS)
        for (const [timed, lang] of QUERIES) {
          const query = { window, at: NOON, lang, timed, limit }
          const rows = await scratch.scores.leaderboard(query)
          expect(rows.map(withoutRace)).toEqual(expected(all, query, ids))
          for (const row of rows) {
            const result = all[Number(row.race.slice('race-'.length))]
            expect(result).toMatchObject({
              username: row.username,
              startsAt: row.at - FINISHED_MS,
              timed: row.timed,
            })
          }
        }
    }),
    { numRuns: 60 },
  )
})

function withoutRace({ race: _, accuracy: __, ...row }: BoardRow) {
  return row
}
