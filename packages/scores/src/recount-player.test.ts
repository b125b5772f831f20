import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFinish, makeSeat, makeSettlement } from '../test/make-settlement.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'

let scratch: ScratchScores
beforeAll(async () => {
  scratch = await scratchScores()
})
afterAll(() => scratch.close())

const HOUR_MS = 3_600_000

/** All that recounting may change, of every player. */
const counted = async () => ({
  players: await scratch.sql(
    'select name, races, wins, best_wpm, best_accuracy, best_at, best_race_id from players order by id',
  ),
  boards: await scratch.sql('select * from boards order by bucket, lang, timed, player_id'),
})

const recountAll = () => scratch.sql('select recount_player(id) from players')

describe('recounting a player', () => {
  it('[BOARD-1] leaves what settling the results one by one has left', async () => {
    const now = Date.now()
    await scratch.scores.settleRaces([
      makeSettlement(
        'won',
        [
          makeSeat(0, 'Ani', makeFinish(70)),
          makeSeat(1, 'Budi', makeFinish(60, { place: 2 }), { timed: 'arrival' }),
        ],
        { startsAt: now },
      ),
      makeSettlement(
        'lost',
        [
          makeSeat(0, 'Ani', makeFinish(90, { place: 2, review: true })),
          makeSeat(1, 'Budi', { state: 'left', reason: 'left' }),
          makeSeat(2, 'Citra', makeFinish(65)),
        ],
        { startsAt: now + 1 },
      ),
      makeSettlement(
        'walkover',
        [makeSeat(0, 'Ani', { state: 'left', reason: 'left' }, { walkover: true })],
        {
          startsAt: now + 2,
        },
      ),
      makeSettlement('slower', [makeSeat(0, 'Ani', makeFinish(50))], {
        startsAt: now - 30 * HOUR_MS,
        text: { id: 'id-1', lang: 'id', chars: 100 },
      }),
    ])
    const before = await counted()
    expect(before.boards.length).toBeGreaterThan(0)
    await recountAll()
    expect(await counted()).toEqual(before)
  })

  it('[BOARD-1] follows results that went to another player', async () => {
    const [ani, citra] = await scratch.sql<{ id: string }>(
      `select id from players where name in ('Ani', 'Citra') order by name`,
    )
    await scratch.sql('update results set player_id = $1 where player_id = $2', [citra?.id, ani?.id])
    await recountAll()
    const { players } = await counted()
    expect(players).toMatchObject([
      { name: 'Ani', races: 0, wins: 0, best_wpm: null },
      { name: 'Budi', races: 2 },
      { name: 'Citra', races: 5, best_wpm: 70, best_race_id: 'won' },
    ])
    expect(await scratch.sql('select 1 from boards where player_id = $1', [ani?.id])).toEqual([])
  })
})

describe('a stored result', () => {
  it('[BOARD-2] keeps who typed it, and its race whether it was private and counts for ratings', async () => {
    const seats = [makeSeat(0, 'Dewi', makeFinish(50), { player: 'p-dewi' })]
    await scratch.scores.settleRace(makeSettlement('private', seats, { isPrivate: true, isRated: false }))
    expect(
      await scratch.sql(
        `select r.typed_by, c.is_private, c.is_rated from results r join races c on c.id = r.race_id
          where r.typed_by = 'p-dewi'`,
      ),
    ).toEqual([{ typed_by: 'p-dewi', is_private: true, is_rated: false }])
  })
})
