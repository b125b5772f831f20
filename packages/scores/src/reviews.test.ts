import { foldUsername } from '@ketik/protocol'
import type { LoggedKey } from '@ketik/race'
import { rate } from 'openskill'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { humanKeys } from '../../../infra/test/typist.ts'
import { makeFinish, makeSeat, makeSettlement, NOON } from '../test/make-settlement.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'

let scratch: ScratchScores
beforeAll(async () => {
  scratch = await scratchScores()
})
afterAll(() => scratch.close())

const inReview = (place: number, wpm = 200) => makeFinish(wpm, { place, review: true })
const DAY_MS = 86_400_000
const TEXT =
  'It is the same rhythm again, said the clock to the rain, and the rain, which had heard it all before, went on with its own.'

const standingsOf = (name: string) =>
  scratch.sql(
    `select bucket, lang, wpm, b.races from boards b join players p on p.id = player_id
     where folded_name = $1 and timed = 'keys' order by bucket, lang`,
    [foldUsername(name)],
  )

const ratedRaces = async (name: string): Promise<unknown> => {
  const [row] = await scratch.sql(
    'select rating_mu as mu, rated_races as races from players where folded_name = $1',
    [foldUsername(name)],
  )
  return row
}

const reviewOf = async (raceId: string, seat: number): Promise<unknown> => {
  const results = await scratch.scores.raceResults(raceId)
  const row = results?.rows[seat]
  return row?.state === 'finished' ? row.review : undefined
}

const accept = (raceId: string, seat = 0) =>
  scratch.scores.decideReview({
    raceId,
    seat,
    decision: 'accepted',
    at: NOON,
    operator: 'Op',
    reason: 'seen',
  })
const reject = (raceId: string, seat = 0) =>
  scratch.scores.decideReview({ raceId, seat, decision: 'rejected', at: NOON })

describe('a rhythm that comes again', () => {
  const keys = humanKeys(TEXT, 90, 7)
  const faster = keys.map(([at, key]): LoggedKey => [Math.round(at / 1.5) + 400, key])
  const other = humanKeys(TEXT, 80, 8)

  it('[SCORES-32] is in review, faster and in another race too', async () => {
    await scratch.scores.settleRace(
      makeSettlement('first', [
        makeSeat(0, 'Original', makeFinish(90), { keys }),
        makeSeat(1, 'Other', makeFinish(80, { place: 2 }), { keys: other }),
      ]),
    )
    await scratch.scores.settleRace(
      makeSettlement('again', [makeSeat(0, 'Copy', makeFinish(135), { keys: faster })]),
    )
    expect([await reviewOf('first', 0), await reviewOf('first', 1), await reviewOf('again', 0)]).toEqual([
      false,
      false,
      true,
    ])
    expect(await standingsOf('copy')).toEqual([])
    expect(await scratch.scores.playerProfile('Copy')).toMatchObject({ races: 1, best: null })
    const review = await scratch.scores.review({ raceId: 'again', seat: 0 })
    expect(review?.alike).toEqual([{ raceId: 'first', seat: 0, inCommon: expect.any(Number) }])
    expect(review?.keys).toEqual(faster)
  })

  it('[SCORES-32] is in review in the same call, and kept once however often it comes', async () => {
    const twice = humanKeys(TEXT, 150, 9)
    const races = Array.from({ length: 5 }, (_, race) =>
      makeSettlement(`many-${race}`, [makeSeat(0, `Many ${race}`, makeFinish(150), { keys: twice })]),
    )
    await scratch.scores.settleRaces(races.slice(0, 3))
    await scratch.scores.settleRaces(races.slice(3))
    const reviews = await Promise.all(races.map(({ raceId }) => reviewOf(raceId, 0)))
    expect(reviews).toEqual([false, true, true, true, true])
    expect(
      await scratch.sql(`select 1 from key_logs where race_id like 'many-%' and prints is not null`),
    ).toHaveLength(1)
  })
})

describe('reviews', () => {
  it('[SCORES-33] come oldest first, a page at a time, also when one is decided meanwhile', async () => {
    const own = await scratchScores()
    const settlements = [3, 1, 2, 5, 4].map(day =>
      makeSettlement(
        `r${day}`,
        [makeSeat(0, 'Cheat', inReview(1)), makeSeat(1, 'Ani', makeFinish(60, { place: 2 }))],
        {
          startsAt: NOON + day * DAY_MS,
        },
      ),
    )
    await own.scores.settleRaces(settlements)
    const first = await own.scores.waitingReviews(2)
    expect(first.map(({ raceId }) => raceId)).toEqual(['r1', 'r2'])
    expect(first[0]).toEqual({
      raceId: 'r1',
      seat: 0,
      username: 'Cheat',
      at: NOON + DAY_MS + 30_000,
      lang: 'en',
      timed: 'keys',
      wpm: 200,
      accuracy: 0.97,
    })
    await own.scores.decideReview({ raceId: 'r2', seat: 0, decision: 'rejected', at: NOON })
    const rest = await own.scores.waitingReviews(100, { raceId: 'r2', seat: 0 })
    expect(rest.map(({ raceId }) => raceId)).toEqual(['r3', 'r4', 'r5'])
    await expect(own.scores.waitingReviews(101)).rejects.toThrow(RangeError)
    await own.close()
  })

  it('[SCORES-46] shows text, keys, figures and signals of one', async () => {
    const keys = Array.from({ length: 80 }, (_, index): LoggedKey => [300 + 60 * index + (index % 3), 'a'])
    const seats = [
      makeSeat(0, 'Eve', inReview(1), { keys }),
      makeSeat(1, 'Ani', makeFinish(70, { place: 2 })),
    ]
    await scratch.scores.settleRace(
      makeSettlement('shown', seats, { text: { id: 't', lang: 'en', chars: 80, text: 'a'.repeat(80) } }),
    )
    expect(await scratch.scores.review({ raceId: 'shown', seat: 0 })).toMatchObject({
      raceId: 'shown',
      text: { text: 'a'.repeat(80) },
      row: { username: 'Eve', wpm: 200, review: true },
      keys,
      signals: expect.arrayContaining([{ kind: 'even-gaps', verdict: 'refused', measured: 1 }]),
      alike: [],
      reviewed: null,
    })
    expect(await scratch.scores.review({ raceId: 'shown', seat: 1 })).toBeUndefined()
    expect(await scratch.scores.review({ raceId: 'unknown', seat: 0 })).toBeUndefined()
  })

  it('[SCORES-34] are decided once, by one of many at once, with a row in the moderation log', async () => {
    await scratch.scores.settleRace(makeSettlement('rush', [makeSeat(0, 'Rush', inReview(1))]))
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => accept('rush')))
    expect(outcomes.toSorted()).toEqual(['decided', ...Array(7).fill('decided before')])
    expect(await reject('rush')).toBe('decided otherwise')
    expect(await accept('rush', 1)).toBe('not in review')
    expect(await accept('never')).toBe('not in review')
    expect(
      await scratch.sql(`select action, subject, reason, operator from moderation where subject = 'rush:0'`),
    ).toEqual([{ action: 'accept-result', subject: 'rush:0', reason: 'seen', operator: 'Op' }])
  })

  it('[SCORES-35] accepted count on the boards of their day and as best, once', async () => {
    const startsAt = Date.UTC(2027, 0, 3, 23, 59)
    await scratch.scores.settleRace(
      makeSettlement('slower', [makeSeat(0, 'Dewi', makeFinish(150))], { startsAt }),
    )
    await scratch.scores.settleRace(
      makeSettlement('faster', [makeSeat(0, 'Dewi', inReview(1))], { startsAt }),
    )
    expect(await scratch.scores.playerProfile('Dewi')).toMatchObject({ best: { wpm: 150 } })
    await accept('faster')
    await accept('faster')
    const buckets = ['all', 'day:2027-01-03', 'week:2026-W53']
    expect(await standingsOf('dewi')).toEqual(
      buckets.flatMap(bucket => ['', 'en'].map(lang => ({ bucket, lang, wpm: 200, races: 2 }))),
    )
    expect(await scratch.scores.playerProfile('Dewi')).toMatchObject({ best: { wpm: 200, raceId: 'faster' } })
    expect(await reviewOf('faster', 0)).toBe(false)
    expect(await scratch.scores.waitingReviews(100)).not.toContainEqual(
      expect.objectContaining({ raceId: 'faster' }),
    )
  })

  it('[SCORES-41] accepted rate their player against all, and nobody twice', async () => {
    const fresh = { mu: 25, sigma: 25 / 3 }
    await scratch.scores.settleRace(
      makeSettlement('three', [
        makeSeat(0, 'Fast', inReview(1)),
        makeSeat(1, 'Middle', makeFinish(90, { place: 2 })),
        makeSeat(2, 'Slow', makeFinish(80, { place: 3 })),
      ]),
    )
    const [[middle], [slow]] = rate([[fresh], [fresh]], { rank: [2, 3] }) as [[typeof fresh], [typeof fresh]]
    expect(await scratch.scores.rateRaces(['three'])).toMatchObject([{ rated: true, players: 2 }])
    await accept('three')
    expect(await scratch.scores.rateRaces(['three'])).toMatchObject([{ rated: true, players: 1 }])
    expect(await scratch.scores.rateRaces(['three'])).toMatchObject([{ rated: false, players: 0 }])
    const [[fast]] = rate([[fresh], [middle], [slow]], { rank: [1, 2, 3] }) as [
      [typeof fresh],
      unknown,
      unknown,
    ]
    expect(await ratedRaces('fast')).toEqual({ mu: fast.mu, races: 1 })
    expect(await ratedRaces('middle')).toEqual({ mu: middle.mu, races: 1 })
  })

  it('[SCORES-41] accepted in a duel rate both, who were rated by nothing before', async () => {
    const seats = [makeSeat(0, 'Duel A', inReview(1)), makeSeat(1, 'Duel B', makeFinish(90, { place: 2 }))]
    await scratch.scores.settleRace(makeSettlement('two', seats))
    expect(await scratch.scores.rateRaces(['two'])).toMatchObject([{ rated: true, players: 0 }])
    await accept('two')
    expect(await scratch.scores.rateRaces(['two'])).toMatchObject([{ rated: true, players: 2 }])
  })

  it('[SCORES-42] rejected count nowhere', async () => {
    await scratch.scores.settleRace(makeSettlement('out', [makeSeat(0, 'Out', inReview(1))]))
    expect([await reject('out'), await reject('out'), await accept('out')]).toEqual([
      'decided',
      'decided before',
      'decided otherwise',
    ])
    expect(await standingsOf('out')).toEqual([])
    expect(await scratch.scores.playerProfile('Out')).toMatchObject({
      best: null,
      recent: [{ review: true }],
    })
    expect(await scratch.scores.review({ raceId: 'out', seat: 0 })).toMatchObject({ reviewed: 'rejected' })
  })

  it('[SCORES-42] of a deleted account count nowhere, and no board has anyone of its name', async () => {
    const { accounts } = scratch.scores
    const account = { player: 'player of gone', username: 'Gone', foldedName: foldUsername('Gone') }
    await accounts.claim({ ...account, passphrase: 'scrypt$…' })
    await scratch.scores.settleRace(
      makeSettlement('gone', [makeSeat(0, 'Gone', inReview(1, 240)), makeSeat(1, 'Stays', makeFinish(90))]),
    )
    expect(await accounts.delete({ ...account, generation: 1 })).toBe(true)
    expect(await accept('gone')).toBe('decided')
    const windows = ['day', 'week', 'all'] as const
    for (const window of windows) {
      for (const lang of [undefined, 'en'] as const) {
        const board = await scratch.scores.leaderboard({ window, lang, limit: 100, at: NOON })
        const names = board.map(({ username }) => username)
        expect(names).toContain('Stays')
        expect(names).not.toContain('[deleted]')
        expect(names).not.toContain('Gone')
      }
    }
    const counted = await scratch.sql(
      `select p.name, p.best_wpm, b.bucket from players p left join boards b on b.player_id = p.id
       where p.name = '[deleted]'`,
    )
    expect(counted).toEqual([{ name: '[deleted]', best_wpm: null, bucket: null }])
    expect((await scratch.scores.raceResults('gone'))?.rows[0]).toMatchObject({
      username: '[deleted]',
      review: false,
    })
  })

  it('[SCORES-42] of an account that is deleted once they are accepted leave the boards with it', async () => {
    const { accounts } = scratch.scores
    const account = { player: 'player of leaves', username: 'Leaves', foldedName: foldUsername('Leaves') }
    await accounts.claim({ ...account, passphrase: 'scrypt$…' })
    await scratch.scores.settleRace(makeSettlement('leaves', [makeSeat(0, 'Leaves', inReview(1, 245))]))
    expect(await accept('leaves')).toBe('decided')
    expect(await standingsOf('leaves')).toHaveLength(6)
    expect(await accounts.delete({ ...account, generation: 1 })).toBe(true)
    const board = await scratch.scores.leaderboard({ window: 'all', limit: 100, at: NOON })
    expect(board.map(({ username }) => username)).not.toContain('[deleted]')
    expect(
      await scratch.sql(`select 1 from boards join players p on p.id = player_id where p.name = '[deleted]'`),
    ).toEqual([])
  })
})
