import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFinish, makeSeat, makeSettlement, NOON } from '../test/make-settlement.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'

let scratch: ScratchScores
beforeAll(async () => {
  scratch = await scratchScores()
})
afterAll(() => scratch.close())

describe('a profile', () => {
  it('[SCORES-14] has races, wins, the best and the latest 20 results', async () => {
    const settlements = Array.from({ length: 25 }, (_, race) => {
      const outcome = makeFinish(60 + (race % 7) + 0.04, { place: 1 + (race % 5) })
      return makeSettlement(`r${race}`, [makeSeat(0, 'Ani', outcome)], { startsAt: NOON + race * 60_000 })
    })
    const gone = makeSettlement('gone', [makeSeat(3, 'Ani', { state: 'left', reason: 'timeout' })], {
      startsAt: NOON + 3_600_000,
    })
    await scratch.scores.settleRaces([...settlements, gone])
    const profile = await scratch.scores.playerProfile(' aNI'.trim())
    expect(profile).toMatchObject({
      username: 'Ani',
      races: 26,
      wins: 5,
      best: { wpm: 66, accuracy: 0.97, at: NOON + 6 * 60_000 + 30_000, raceId: 'r6' },
    })
    expect(profile?.recent.map(({ raceId }) => raceId)).toEqual([
      'gone',
      ...Array.from({ length: 19 }, (_, index) => `r${24 - index}`),
    ])
    expect(profile?.recent.slice(0, 2)).toEqual([
      {
        raceId: 'gone',
        at: NOON + 3_660_000,
        lang: 'en',
        timed: 'keys',
        state: 'left',
        reason: 'timeout',
        won: false,
        place: null,
        wpm: null,
        accuracy: null,
        review: false,
      },
      {
        raceId: 'r24',
        at: NOON + 24 * 60_000 + 30_000,
        lang: 'en',
        timed: 'keys',
        state: 'finished',
        reason: null,
        won: false,
        place: 5,
        wpm: 63,
        accuracy: 0.97,
        review: false,
      },
    ])
  })

  it.each(['nobody', '', '\0', `' or true --`])(
    '[SCORES-14] of the unknown name %j is undefined',
    async name => {
      expect(await scratch.scores.playerProfile(name)).toBeUndefined()
    },
  )
})
