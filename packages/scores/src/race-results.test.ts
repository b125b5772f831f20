import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFinish, makeSeat, makeSettlement, NOON } from '../test/make-settlement.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'

let scratch: ScratchScores
beforeAll(async () => {
  scratch = await scratchScores()
})
afterAll(() => scratch.close())

describe('the results of a race', () => {
  it('[SCORES-13] come back by seat, unrounded', async () => {
    const first = makeFinish(80.123456789, { finishedMs: 29_876.5, review: true })
    const second = makeFinish(70 / 3, { place: 2, raw: null, accuracy: null, consistency: null })
    const third = { state: 'left', reason: 'implausible' } as const
    await scratch.scores.settleRace(
      makeSettlement('results', [
        makeSeat(2, 'Citra', third, { timed: 'arrival' }),
        makeSeat(0, 'Ani', first),
        makeSeat(1, 'Budi', second, { timed: 'arrival' }),
      ]),
    )
    expect(await scratch.scores.raceResults('results')).toEqual({
      id: 'results',
      text: { id: 'sotu-1', lang: 'en', chars: 210 },
      startsAt: NOON,
      endedAt: NOON + 60_000,
      cancelled: false,
      rows: [
        { seat: 0, username: 'Ani', timed: 'keys', won: true, ...first },
        { seat: 1, username: 'Budi', timed: 'arrival', won: false, ...second },
        { seat: 2, username: 'Citra', timed: 'arrival', won: false, ...third },
      ],
      isPrivate: false,
      typedBy: { 0: 'player of ani', 1: 'player of budi', 2: 'player of citra' },
      keyLogs: {},
    })
  })

  it.each(['unknown', '', '\0'])('[SCORES-13] of the race %j are undefined', async id => {
    expect(await scratch.scores.raceResults(id)).toBeUndefined()
  })

  it('[SCORES-12] have the key logs as they went in', async () => {
    const keys = [
      [0, 'H'],
      [104.5, '👩‍👩‍👧', 1104.25],
      [208, '"\\'],
      [209, 'Backspace'],
      [-3, 'é'],
    ] as const
    await scratch.scores.settleRace(
      makeSettlement('keys', [
        makeSeat(0, 'Ani', makeFinish(60), { keys }),
        makeSeat(1, 'Budi', { state: 'left', reason: 'left' }, { keys: [] }),
        makeSeat(7, 'Citra', makeFinish(50, { place: 2 })),
      ]),
    )
    expect((await scratch.scores.raceResults('keys'))?.keyLogs).toEqual({ 0: keys, 1: [] })
  })

  it('[SCORES-12] have U+FFFD for what PostgreSQL cannot hold in a key', async () => {
    const keys = [[1, '\0'], [2, 'a\ud800b', 7], [3, 'ok']] as const // biome-ignore format: one line reads better
    await scratch.scores.settleRace(makeSettlement('nul', [makeSeat(0, 'Ani', makeFinish(60), { keys })]))
    expect((await scratch.scores.raceResults('nul'))?.keyLogs).toEqual({
      0: [
        [1, '\ufffd'],
        [2, 'a\ufffdb', 7],
        [3, 'ok'],
      ],
    })
  })
})
