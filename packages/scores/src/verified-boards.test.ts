import { BOARD_TIMINGS, type BoardTiming } from '@ketik/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeFinish, makeSeat, makeSettlement, NOON } from '../test/make-settlement.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'
import type { SeatOutcome, SettledSeat } from './settlement.ts'

let scratch: ScratchScores
beforeAll(async () => {
  scratch = await scratchScores()
})
afterAll(() => scratch.close())
beforeEach(() => scratch.sql('truncate players, races, results, key_logs, boards, rated_pairs'))

let races = 0

/** Settles a race of one seat, and answers its id. */
async function race(
  username: string,
  outcome: SeatOutcome,
  more: Partial<SettledSeat> = {},
  startsAt = NOON,
): Promise<string> {
  races += 1
  const raceId = `verified-${races}`
  await scratch.scores.settleRace(
    makeSettlement(raceId, [makeSeat(0, username, outcome, more)], { startsAt }),
  )
  return raceId
}

const board = async (timed?: BoardTiming) =>
  (await scratch.scores.leaderboard({ window: 'all', at: NOON, limit: 10, timed })).map(
    row => [row.username, row.wpm, row.timed, row.race, row.races] as const,
  )

const accept = (raceId: string) =>
  scratch.scores.decideReview({ raceId, seat: 0, decision: 'accepted', at: NOON })

const BY_ARRIVAL = { timed: 'arrival' } as const

describe('boards', () => {
  it('[BOARD-3] keep results timed by arrival apart, and have the best of both beside', async () => {
    const aniKeys = await race('Ani', makeFinish(70))
    const aniArrival = await race('Ani', makeFinish(90), BY_ARRIVAL)
    const budi = await race('Budi', makeFinish(242), BY_ARRIVAL)
    const citra = await race('Citra', makeFinish(80))
    const slower = await race('Citra', makeFinish(60), BY_ARRIVAL)
    const keys = [
      ['Citra', 80, 'keys', citra, 1],
      ['Ani', 70, 'keys', aniKeys, 1],
    ]
    expect(await board()).toEqual(keys)
    expect(await board('keys')).toEqual(keys)
    expect(await board('arrival')).toEqual([
      ['Budi', 242, 'arrival', budi, 1],
      ['Ani', 90, 'arrival', aniArrival, 1],
      ['Citra', 60, 'arrival', slower, 1],
    ])
    expect(await board('any')).toEqual([
      ['Budi', 242, 'arrival', budi, 1],
      ['Ani', 90, 'arrival', aniArrival, 2],
      ['Citra', 80, 'keys', citra, 2],
    ])
  })

  it('[BOARD-3] have an accepted result where its timing belongs', async () => {
    const arrival = await race('Ani', makeFinish(255, { review: true }), BY_ARRIVAL)
    const keys = await race('Ani', makeFinish(150, { review: true }))
    for (const timed of BOARD_TIMINGS) expect(await board(timed)).toEqual([])
    await accept(arrival)
    expect(await board('keys')).toEqual([])
    expect(await board('any')).toEqual([['Ani', 255, 'arrival', arrival, 1]])
    await accept(keys)
    expect(await board('keys')).toEqual([['Ani', 150, 'keys', keys, 1]])
    expect(await board('arrival')).toEqual([['Ani', 255, 'arrival', arrival, 1]])
    expect(await board('any')).toEqual([['Ani', 255, 'arrival', arrival, 2]])
  })

  it('[BOARD-3] are the same after recounting', async () => {
    await race('Ani', makeFinish(70))
    await race('Ani', makeFinish(90), BY_ARRIVAL)
    const before = await Promise.all(BOARD_TIMINGS.map(board))
    await scratch.sql('select recount_player(id) from players')
    expect(await Promise.all(BOARD_TIMINGS.map(board))).toEqual(before)
  })
})

describe('best and wins', () => {
  const ani = () => scratch.scores.playerProfile('Ani')

  it('[BOARD-4] of a player who sends one finish are none', async () => {
    const raceId = await race('Ani', makeFinish(242), BY_ARRIVAL)
    expect(await ani()).toMatchObject({
      races: 1,
      wins: 0,
      best: null,
      recent: [{ raceId, timed: 'arrival', won: true, place: 1, wpm: 242 }],
    })
  })

  it('[BOARD-4] count an accepted result, once, and only when its keys were verified', async () => {
    await accept(await race('Ani', makeFinish(255, { review: true }), BY_ARRIVAL))
    expect(await ani()).toMatchObject({ wins: 0, best: null })
    const keys = await race('Ani', makeFinish(150, { review: true }))
    expect(await ani()).toMatchObject({ wins: 0, best: null })
    await accept(keys)
    await accept(keys)
    expect(await ani()).toMatchObject({ races: 2, wins: 1, best: { wpm: 150, raceId: keys } })
  })

  it('[BOARD-4] count a win of a finish that was accepted before its race ended', async () => {
    const finish = makeFinish(150, { review: true })
    const { place: _, ...pending } = finish as Extract<typeof finish, { state: 'finished' }>
    const running = makeSettlement('early', [makeSeat(0, 'Ani', pending)], { endedAt: null })
    await scratch.scores.settleRace(running)
    await accept('early')
    expect(await ani()).toMatchObject({ wins: 0, best: { wpm: 150 } })
    await scratch.scores.settleRace(makeSettlement('early', [makeSeat(0, 'Ani', finish)]))
    expect(await ani()).toMatchObject({ races: 1, wins: 1 })
  })

  it('[BOARD-4] do not count a walkover without a finish, which the result shows as won', async () => {
    await race('Ani', { state: 'left', reason: 'left' }, { walkover: true, keys: [[100, 'a']] })
    expect(await ani()).toMatchObject({ races: 1, wins: 0, best: null, recent: [{ won: true }] })
  })
})
