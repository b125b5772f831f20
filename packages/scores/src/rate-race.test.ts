import { rate } from 'openskill'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFinish, makeSeat, makeSettlement } from '../test/make-settlement.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'
import { openScores } from './open-scores.ts'

let scratch: ScratchScores
beforeAll(async () => {
  scratch = await scratchScores()
})
afterAll(() => scratch.close())

const FRESH = { mu: 25, sigma: 25 / 3 }

async function ratingOf(foldedName: string): Promise<unknown> {
  const [row] = await scratch.sql(
    'select rating_mu as mu, rating_sigma as sigma, rated_races as races from players where folded_name = $1',
    [foldedName],
  )
  return row
}

describe('rating a race', () => {
  it('[S25] goes by the places of those who finished, once', async () => {
    await scratch.scores.settleRace(
      makeSettlement('rated', [
        makeSeat(0, 'b', makeFinish(70, { place: 2 })),
        makeSeat(1, 'a', makeFinish(80)),
        makeSeat(2, 'eve', makeFinish(90, { review: true, place: 3 })),
        makeSeat(3, 'gone', { state: 'left', reason: 'timeout' }),
      ]),
    )
    const [[first], [second]] = rate([[FRESH], [FRESH]], { rank: [1, 2] }) as [[object], [object]]
    expect(await scratch.scores.rateRace('rated')).toEqual({ rated: true, players: 2 })
    expect(await scratch.scores.rateRace('rated')).toEqual({ rated: false, players: 0 })
    expect(await ratingOf('a')).toEqual({ ...first, races: 1 })
    expect(await ratingOf('b')).toEqual({ ...second, races: 1 })
    expect(await ratingOf('eve')).toEqual({ ...FRESH, races: 0 })
    expect(await ratingOf('gone')).toEqual({ ...FRESH, races: 0 })
  })

  it('[S25] of a single finisher, of a cancelled or of an unknown race moves nobody', async () => {
    const seats = [makeSeat(0, 'alone', makeFinish(70))]
    await scratch.scores.settleRace(makeSettlement('alone', seats))
    await scratch.scores.settleRace(makeSettlement('cancelled', seats, { cancelled: true }))
    expect(await scratch.scores.rateRace('alone')).toEqual({ rated: true, players: 0 })
    expect(await scratch.scores.rateRace('cancelled')).toEqual({ rated: true, players: 0 })
    expect(await scratch.scores.rateRace('unknown')).toEqual({ rated: false, players: 0 })
    expect(await ratingOf('alone')).toEqual({ ...FRESH, races: 0 })
  })

  it('[S25] at the same time as others of its players loses no rating', async () => {
    const ids = ['at-once-1', 'at-once-2', 'at-once-3']
    await scratch.scores.settleRaces(
      ids.map((id, index) =>
        makeSettlement(id, [
          makeSeat(0, index === 1 ? 'y' : 'x', makeFinish(80)),
          makeSeat(1, index === 1 ? 'x' : 'y', makeFinish(70, { place: 2 })),
        ]),
      ),
    )
    const other = openScores({ databaseUrl: scratch.url })
    const answers = await Promise.all(ids.flatMap(id => [scratch.scores.rateRace(id), other.rateRace(id)]))
    await other.close()
    expect(answers.filter(({ rated }) => rated)).toHaveLength(3)
    expect(await ratingOf('x')).toMatchObject({ races: 3 })
    expect(await ratingOf('y')).toMatchObject({ races: 3 })
  })
})
