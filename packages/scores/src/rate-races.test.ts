import { foldUsername } from '@ketik/protocol'
import { rate } from 'openskill'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFinish, makeSeat, makeSettlement, NOON } from '../test/make-settlement.ts'
import { relayToPostgres } from '../test/relay-to-postgres.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'
import { openScores } from './open-scores.ts'

let scratch: ScratchScores
beforeAll(async () => {
  scratch = await scratchScores()
})
afterAll(() => scratch.close())

type Rating = { mu: number; sigma: number }

const FRESH = { mu: 25, sigma: 25 / 3 }

async function ratingOf(name: string): Promise<unknown> {
  const [row] = await scratch.sql(
    'select rating_mu as mu, rating_sigma as sigma, rated_races as races from players where folded_name = $1',
    [foldUsername(name)],
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
    expect(await scratch.scores.rateRaces(['rated'])).toEqual([{ raceId: 'rated', rated: true, players: 2 }])
    expect(await scratch.scores.rateRaces(['rated'])).toEqual([{ raceId: 'rated', rated: false, players: 0 }])
    expect(await ratingOf('a')).toEqual({ ...first, races: 1 })
    expect(await ratingOf('b')).toEqual({ ...second, races: 1 })
    expect(await ratingOf('eve')).toEqual({ ...FRESH, races: 0 })
    expect(await ratingOf('gone')).toEqual({ ...FRESH, races: 0 })
  })

  it('[S25] of a single finisher, of a cancelled or of an unknown race moves nobody', async () => {
    const seats = [makeSeat(0, 'alone', makeFinish(70))]
    await scratch.scores.settleRace(makeSettlement('alone', seats))
    await scratch.scores.settleRace(makeSettlement('cancelled', seats, { cancelled: true }))
    expect(await scratch.scores.rateRaces(['alone', 'cancelled', 'unknown'])).toEqual([
      { raceId: 'alone', rated: true, players: 0 },
      { raceId: 'cancelled', rated: true, players: 0 },
      { raceId: 'unknown', rated: false, players: 0 },
    ])
    expect(await scratch.scores.rateRaces(['alone', 'unknown'])).toMatchObject([
      { rated: false },
      { rated: false },
    ])
    expect(await ratingOf('alone')).toEqual({ ...FRESH, races: 0 })
  })

  it('[S25] many in two round trips, each from the rating that the one before it left', async () => {
    const duel = (id: string, winner: string, loser: string, endedAt: number) =>
      makeSettlement(
        id,
        [makeSeat(0, winner, makeFinish(80)), makeSeat(1, loser, makeFinish(70, { place: 2 }))],
        {
          endedAt,
        },
      )
    await scratch.scores.settleRaces([
      duel('many-2', 'p', 'q', NOON + 40_000),
      duel('many-1', 'q', 'p', NOON + 30_000),
      makeSettlement('many-3', [makeSeat(0, 'p', { state: 'left', reason: 'left' })]),
    ])
    const relay = await relayToPostgres(scratch.url)
    const scores = openScores({ databaseUrl: relay.url, poolMax: 1 })
    await scores.ping()
    const before = relay.roundTrips()
    expect(await scores.rateRaces(['many-1', 'many-2', 'many-3'])).toEqual([
      { raceId: 'many-1', rated: true, players: 2 },
      { raceId: 'many-2', rated: true, players: 2 },
      { raceId: 'many-3', rated: true, players: 0 },
    ])
    expect(relay.roundTrips() - before).toBe(2)
    await scores.close()
    await relay.close()
    const [[q], [p]] = rate([[FRESH], [FRESH]], { rank: [1, 2] }) as [[Rating], [Rating]]
    const [[pLater], [qLater]] = rate([[p], [q]], { rank: [1, 2] }) as [[Rating], [Rating]]
    expect(await ratingOf('p')).toEqual({ ...pLater, races: 2 })
    expect(await ratingOf('q')).toEqual({ ...qLater, races: 2 })
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
    const answers = await Promise.all(
      ids.flatMap(id => [scratch.scores.rateRaces([id]), other.rateRaces([id])]),
    )
    await other.close()
    expect(answers.flat().filter(({ rated }) => rated)).toHaveLength(3)
    expect(await ratingOf('x')).toMatchObject({ races: 3 })
    expect(await ratingOf('y')).toMatchObject({ races: 3 })
  })
})
