import type { LoggedKey } from '@ketik/race'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { humanKeys } from '../../../infra/test/typist.ts'
import { makeFinish, makeSeat, makeSettlement, NOON } from '../test/make-settlement.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'

let scratch: ScratchScores
beforeAll(async () => {
  scratch = await scratchScores()
})
afterAll(() => scratch.close())
beforeEach(() =>
  scratch.sql('truncate players, races, results, key_logs, boards, accounts, rated_pairs cascade'),
)

const DAY_MS = 86_400_000
const KEYS: readonly LoggedKey[] = humanKeys('the same words for everyone who types them here', 60, 3)

const settle = (raceId: string, player: string, startsAt = NOON) =>
  scratch.scores.settleRace(
    makeSettlement(raceId, [makeSeat(0, `name of ${player}`, makeFinish(60), { player, keys: KEYS })], {
      startsAt,
    }),
  )

const claim = (player: string) =>
  scratch.scores.accounts.claim({
    player,
    username: `name of ${player}`,
    foldedName: `name of ${player}`,
    passphrase: 'scrypt$…',
  })

const logsLeft = async () =>
  (await scratch.sql<{ race_id: string }>('select race_id from key_logs order by 1')).map(row => row.race_id)

describe('keys of guests', () => {
  it('[BOARD-10] are deleted after 30 days with their prints, and results and keys of accounts stay', async () => {
    await settle('guest', 'g')
    await settle('owner', 'o')
    await settle('later', 'g', NOON + DAY_MS)
    await claim('o')
    const finishedAt = NOON + 30_000
    expect(await scratch.scores.pruneGuestKeys(finishedAt + 30 * DAY_MS)).toEqual({ removed: 0, done: true })
    expect(await scratch.scores.pruneGuestKeys(finishedAt + 30 * DAY_MS + 1)).toEqual({
      removed: 1,
      done: true,
    })
    expect(await logsLeft()).toEqual(['later', 'owner'])
    const race = await scratch.scores.raceResults('guest')
    expect(race).toMatchObject({ keyLogs: {}, rows: [{ wpm: 60, timed: 'keys' }] })
    expect(await scratch.scores.playerProfile('name of g')).toMatchObject({ races: 2, best: { wpm: 60 } })
    expect(await scratch.scores.ownKeys('owner', 'o')).toEqual([{ seat: 0, keys: KEYS }])
  })

  it('[BOARD-10] are those of a player without an account, not of a name without one', async () => {
    await settle('before', 'somebody')
    await scratch.scores.accounts.claim({
      player: 'another',
      username: 'name of somebody',
      foldedName: 'name of somebody',
      passphrase: 'scrypt$…',
    })
    await scratch.sql('update results set typed_by = null where race_id = $1', ['before'])
    await settle('since', 'somebody')
    expect(await scratch.scores.pruneGuestKeys(NOON + 31 * DAY_MS)).toMatchObject({ removed: 2 })
    expect(await logsLeft()).toEqual([])
  })

  it('[BOARD-10] go in steps, and a log of an account is looked at once', async () => {
    await settle('guest', 'g')
    await settle('owner', 'o')
    await claim('o')
    await scratch.sql(
      `insert into results (race_id, seat, player_id, typed_by, at, timed, won, state, reason, review)
        select race_id, n, player_id, typed_by, at, timed, false, 'left', 'left', false
        from results, generate_series(1, 599) n`,
    )
    await scratch.sql(
      `insert into key_logs (race_id, seat, keys, at)
        select race_id, seat, '[]', at from results where seat > 0`,
    )
    const now = NOON + 31 * DAY_MS
    const steps = []
    for (let step = 0; step < 3; step += 1) steps.push(await scratch.scores.pruneGuestKeys(now))
    expect(steps.map(({ done }) => done)).toEqual([false, false, true])
    expect(steps.reduce((sum, { removed }) => sum + removed, 0)).toBe(600)
    expect(new Set(await logsLeft())).toEqual(new Set(['owner']))
    expect(await scratch.sql('select 1 from key_logs where not is_kept')).toEqual([])
  })
})

describe('the keys of a player in a race', () => {
  it('[BOARD-11] are those of every seat that the player typed, and of no other', async () => {
    await scratch.scores.settleRace(
      makeSettlement('own', [
        makeSeat(0, 'O', makeFinish(60), { player: 'o', keys: KEYS }),
        makeSeat(1, 'P', makeFinish(50), { player: 'p', keys: [[1, 'p']] }),
        makeSeat(2, 'O', makeFinish(40), { player: 'o', keys: [[2, 'o']] }),
        makeSeat(3, 'A', makeFinish(30), { player: 'a', timed: 'arrival' }),
      ]),
    )
    expect(await scratch.scores.ownKeys('own', 'o')).toEqual([
      { seat: 0, keys: KEYS },
      { seat: 2, keys: [[2, 'o']] },
    ])
    expect(await scratch.scores.ownKeys('own', 'p')).toEqual([{ seat: 1, keys: [[1, 'p']] }])
    for (const [race, player] of [
      ['own', 'a'],
      ['own', 'nobody'],
      ['unknown', 'o'],
      ['\0', 'o'],
    ] as const)
      expect(await scratch.scores.ownKeys(race, player)).toEqual([])
  })
})

describe('rated pairs', () => {
  it('[BOARD-12] are forgotten after a week', async () => {
    await scratch.sql(
      `insert into players (name, folded_name) select n::text, n::text from generate_series(1, 2) n`,
    )
    const days = ['2026-11-13', '2026-11-14', '2026-11-21']
    await scratch.sql(
      `insert into rated_pairs (day, low, high, races)
        select day::date, min(id), max(id), 1 from players, unnest($1::text[]) day group by day`,
      [days],
    )
    expect(await scratch.scores.pruneRatedPairs(NOON)).toEqual({ removed: 1, done: true })
    expect(await scratch.sql('select day::text from rated_pairs order by 1')).toEqual([
      { day: '2026-11-14' },
      { day: '2026-11-21' },
    ])
  })
})
