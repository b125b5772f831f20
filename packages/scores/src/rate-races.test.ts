import { foldUsername } from '@ketik/protocol'
import { rate } from 'openskill'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFinish, makeSeat, makeSettlement, NOON } from '../test/make-settlement.ts'
import { relayToPostgres } from '../test/relay-to-postgres.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'
import { openScores } from './open-scores.ts'
import type { SeatOutcome, SettledSeat, Settlement } from './settlement.ts'

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
  it('[SCORES-25] goes by the places of those who finished, once', async () => {
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

  it('[SCORES-25] of a single finisher, of a cancelled or of an unknown race moves nobody', async () => {
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

  it('[SCORES-48] many in two round trips, each from the rating that the one before it left', async () => {
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

  it('[SCORES-25] at the same time as others of its players loses no rating', async () => {
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

describe('who takes part in a rating', () => {
  const KEYS = [[300, 'a']] as const
  const LEFT = { state: 'left', reason: 'left' } as const
  const TIMEOUT = { state: 'left', reason: 'timeout' } as const
  let races = 0

  /** Settles and rates a race of these seats; answers whose rating moved, the best new rating first. */
  async function rated(
    seats: readonly (readonly [string, SeatOutcome, Partial<SettledSeat>?])[],
    more: Partial<Settlement> = {},
  ): Promise<readonly string[]> {
    races += 1
    const raceId = `part-${races}`
    const made = seats.map(([name, outcome, other], seat) => makeSeat(seat, name, outcome, other))
    await scratch.scores.settleRace(makeSettlement(raceId, made, more))
    const names = made.map(({ username }) => username)
    const before = await ratings(names)
    const [answer] = await scratch.scores.rateRaces([raceId])
    const after = await ratings(names)
    const moved = [...after.keys()].filter(name => after.get(name) !== before.get(name))
    expect(answer).toEqual({ raceId, rated: true, players: moved.length })
    return moved.toSorted((a, b) => (after.get(b) ?? 0) - (after.get(a) ?? 0))
  }

  const ratings = async (names: readonly string[]): Promise<ReadonlyMap<string, number>> => {
    const rows = await scratch.sql<{ name: string; mu: number }>(
      'select name, rating_mu as mu from players where folded_name = any ($1)',
      [names.map(foldUsername)],
    )
    return new Map(rows.map(({ name, mu }) => [name, mu]))
  }

  it('[BOARD-5] ranks those last who left or timed out after their first key, as equals', async () => {
    const moved = await rated([
      ['la-gone', LEFT, { keys: KEYS }],
      ['la-second', makeFinish(70, { place: 2 })],
      ['la-slow', TIMEOUT, { keys: KEYS }],
      ['la-first', makeFinish(80)],
    ])
    expect(moved.slice(0, 2)).toEqual(['la-first', 'la-second'])
    expect(moved.slice(2).toSorted()).toEqual(['la-gone', 'la-slow'])
    const after = await ratings(['la-gone', 'la-slow'])
    expect(after.get('la-gone')).toBe(after.get('la-slow'))
  })

  it('[BOARD-5] ranks a player who stayed alone above the one who left after its first key', async () => {
    const moved = await rated([
      ['wo-gone', LEFT, { keys: KEYS }],
      ['wo-stays', LEFT, { keys: KEYS, walkover: true }],
    ])
    expect(moved).toEqual(['wo-stays', 'wo-gone'])
  })

  it.each<[string, SeatOutcome, Partial<SettledSeat>]>([
    ['left without a key', LEFT, { keys: [] }],
    ['was within the grace of a lost connection', { ...TIMEOUT, inGrace: true }, { keys: KEYS }],
    ['finished by arrival', makeFinish(240), { timed: 'arrival' }],
    ['left and is timed by arrival', LEFT, { timed: 'arrival' }],
    ['is in review', makeFinish(240, { review: true }), { keys: KEYS }],
    ['typed as nobody can', { state: 'left', reason: 'implausible' }, { keys: KEYS }],
  ])('[BOARD-13] leaves out a seat that %s', async (what, outcome, more) => {
    expect(
      await rated([
        [`out ${what}`, outcome, more],
        ['out-other', makeFinish(70, { place: 2 })],
      ]),
    ).toEqual([])
  })

  it('[BOARD-6] a race that does not count rates nobody, and stays rated', async () => {
    const seats = [
      ['pr-a', makeFinish(80)],
      ['pr-b', makeFinish(70, { place: 2 })],
    ] as const
    expect(await rated(seats, { isPrivate: true, isRated: false })).toEqual([])
    expect(await rated(seats, { isPrivate: true, isRated: true })).toEqual(['pr-a', 'pr-b'])
  })

  it('[BOARD-6] a race that everybody left rates nobody', async () => {
    expect(
      await rated([
        ['al-a', TIMEOUT, { keys: KEYS }],
        ['al-b', TIMEOUT, { keys: KEYS }],
      ]),
    ).toEqual([])
  })

  it('[BOARD-7] two players rate each other three times a day, and again on the next', async () => {
    const duel = (startsAt: number) =>
      rated(
        [
          ['day-a', makeFinish(80)],
          ['day-b', makeFinish(70, { place: 2 })],
        ],
        { startsAt },
      )
    const midnight = Date.UTC(2026, 10, 22)
    const moved = []
    for (const hour of [1, 2, 3, 4, 5, 6]) moved.push((await duel(midnight - hour * 3_600_000)).length)
    expect(moved).toEqual([2, 2, 2, 0, 0, 0])
    expect(await duel(midnight - 60_001)).toHaveLength(0)
    expect(await duel(midnight - 60_000)).toHaveLength(2)
    expect(await ratingOf('day-a')).toMatchObject({ races: 4 })
  })

  it('[BOARD-7] counts the races of one batch too', async () => {
    await scratch.scores.settleRaces(
      [1, 2, 3, 4, 5].map(race =>
        makeSettlement(`batch-${race}`, [
          makeSeat(0, 'ba-a', makeFinish(80)),
          makeSeat(1, 'ba-b', makeFinish(70, { place: 2 })),
        ]),
      ),
    )
    const answers = await scratch.scores.rateRaces([1, 2, 3, 4, 5].map(race => `batch-${race}`))
    expect(answers.map(({ players }) => players).toSorted()).toEqual([0, 0, 2, 2, 2])
    expect(await ratingOf('ba-a')).toMatchObject({ races: 3 })
  })

  it('[BOARD-7] in a bigger race a player is rated by the others alone', async () => {
    const a = ['big-a', makeFinish(80)] as const
    const b = ['big-b', makeFinish(70, { place: 2 })] as const
    const c = ['big-c', makeFinish(60, { place: 3 })] as const
    for (let race = 0; race < 3; race += 1) await rated([a, b])
    const [before, other] = [await ratingOf('big-a'), await ratingOf('big-c')] as Rating[]
    expect(await rated([a, b, c])).toHaveLength(3)
    const ratingBy = ({ mu, sigma }: Rating) => ({ mu, sigma })
    const fresh = other ?? FRESH
    const [[alone]] = rate([[ratingBy(before ?? FRESH)], [fresh]], { rank: [1, 3] }) as [[Rating], unknown]
    expect(await ratingOf('big-a')).toMatchObject({ mu: alone.mu, races: 4 })
  })

  it('[BOARD-7] six races against oneself under two names move the rating three times', async () => {
    const own = [
      ['self-a', makeFinish(80)],
      ['self-b', makeFinish(70, { place: 2 })],
    ] as const
    for (let race = 0; race < 3; race += 1) await rated(own)
    const after = await ratingOf('self-a')
    for (let race = 0; race < 3; race += 1) await rated(own)
    expect(await ratingOf('self-a')).toEqual(after)
  })

  it('[BOARD-8] a player on two seats does not rate itself', async () => {
    expect(
      await rated([
        ['twice', makeFinish(80)],
        ['Twice', makeFinish(70, { place: 2 })],
      ]),
    ).toEqual([])
    expect(
      await rated([
        ['twice', makeFinish(80)],
        ['Twice', makeFinish(70, { place: 2 })],
        ['tw-other', makeFinish(60, { place: 3 })],
      ]),
    ).toEqual(['twice', 'tw-other'])
  })
})
