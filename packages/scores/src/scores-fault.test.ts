import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFinish, makeSeat, makeSettlement, NOON } from '../test/make-settlement.ts'
import { relayToPostgres } from '../test/relay-to-postgres.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'
import { openScores, type Scores } from './open-scores.ts'
import { isRetryable, ScoresUnavailable } from './scores-fault.ts'

let scratch: ScratchScores
beforeAll(async () => {
  scratch = await scratchScores()
})
afterAll(() => scratch.close())

const settlement = makeSettlement('fault', [makeSeat(0, 'Ani', makeFinish(60))])

const calls: readonly (readonly [string, (scores: Scores) => Promise<unknown>])[] = [
  ['settleRace', scores => scores.settleRace(settlement)],
  ['settleRaces', scores => scores.settleRaces([settlement])],
  ['rateRaces', scores => scores.rateRaces(['fault'])],
  ['leaderboard', scores => scores.leaderboard({ window: 'all', at: NOON, limit: 1 })],
  ['playerProfile', scores => scores.playerProfile('Ani')],
  ['raceResults', scores => scores.raceResults('fault')],
  ['pruneBoards', scores => scores.pruneBoards(NOON)],
  ['waitingReviews', scores => scores.waitingReviews(1)],
  ['review', scores => scores.review({ raceId: 'fault', seat: 0 })],
  [
    'decideReview',
    scores => scores.decideReview({ raceId: 'fault', seat: 0, decision: 'accepted', at: NOON }),
  ],
  ['ping', scores => scores.ping()],
]

/** What a promise rejects with, and after how long. */
async function faultOf(promise: Promise<unknown>): Promise<{ error: unknown; afterMs: number }> {
  const began = performance.now()
  const error: unknown = await promise.then(
    value => new Error(`resolved with ${JSON.stringify(value)}`),
    thrown => thrown,
  )
  return { error, afterMs: performance.now() - began }
}

describe('a fault', () => {
  it.each(calls)('[SCORES-18] of %s is retryable when nobody listens', async (_, call) => {
    const scores = openScores({ databaseUrl: 'postgres://u:p@127.0.0.1:1/x' })
    const { error } = await faultOf(call(scores))
    expect(error).toBeInstanceOf(ScoresUnavailable)
    expect(error).toHaveProperty('cause.code', 'ECONNREFUSED')
    expect(isRetryable(error)).toBe(true)
    await scores.close()
  })

  it('[SCORES-18] is retryable when the server ends the session', async () => {
    const scores = openScores({ databaseUrl: scratch.url, poolMax: 1 })
    await scores.ping()
    await scratch.sql('begin')
    await scratch.sql('lock table boards')
    const waiting = faultOf(scores.leaderboard({ window: 'all', at: NOON, limit: 1 }))
    await expect
      .poll(() =>
        scratch.sql(`select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'relation'`),
      )
      .toHaveLength(1)
    await scratch.sql('commit')
    expect((await waiting).error).toMatchObject({ name: 'ScoresUnavailable', cause: { code: '57P01' } })
    await expect(scores.ping()).resolves.toBeUndefined()
    await scores.close()
  })

  it('[SCORES-18] is not retryable when the data is refused or the schema is not there', async () => {
    const broken = makeSettlement('broken', [makeSeat(0, 'Ani', makeFinish(60, { place: 0 }))])
    const { error } = await faultOf(scratch.scores.settleRace(broken))
    expect(error).toMatchObject({ code: '23514', constraint: 'results_place_check' })
    expect(isRetryable(error)).toBe(false)
    const url = new URL(scratch.url)
    url.pathname = '/postgres'
    const unmigrated = openScores({ databaseUrl: url.href })
    const missing = (await faultOf(unmigrated.settleRace(settlement))).error
    expect(missing).toMatchObject({ code: '42883' })
    expect(isRetryable(missing)).toBe(false)
    await unmigrated.close()
  })

  it('[SCORES-18] of scores that are closed is retryable, elsewhere', async () => {
    const scores = openScores({ databaseUrl: scratch.url })
    await Promise.all([scores.close(), scores.close()])
    expect((await faultOf(scores.ping())).error).toBeInstanceOf(ScoresUnavailable)
  })

  it('[SCORES-20] answers in time when a statement takes too long', async () => {
    const scores = openScores({ databaseUrl: scratch.url, statementTimeoutMs: 300 })
    await scores.ping()
    await scratch.sql('begin')
    await scratch.sql('lock table boards')
    const { error, afterMs } = await faultOf(scores.settleRace(settlement))
    await scratch.sql('commit')
    expect(error).toMatchObject({ name: 'ScoresUnavailable', cause: { code: '57014' } })
    expect(afterMs).toBeGreaterThan(290)
    await expect(scores.ping()).resolves.toBeUndefined()
    expect(await scratch.scores.settleRace(settlement)).toEqual({ stored: true })
    await scores.close()
  })

  it('[SCORES-20] has a statement timeout of 5 s, whatever is asked', async () => {
    const scores = openScores({ databaseUrl: scratch.url, statementTimeoutMs: 3_600_000 })
    await scratch.sql('begin')
    await scratch.sql('lock table boards')
    const { afterMs } = await faultOf(scores.leaderboard({ window: 'all', at: NOON, limit: 1 }))
    await scratch.sql('commit')
    expect(afterMs).toBeGreaterThan(4900)
    await scores.close()
  })

  it('[SCORES-20] answers in time when the server is frozen, connected or not', async () => {
    const relay = await relayToPostgres(scratch.url)
    const scores = openScores({
      databaseUrl: relay.url,
      poolMax: 1,
      connectTimeoutMs: 2_000, // a busy machine too connects in this time, once the server answers again
      statementTimeoutMs: 100,
    })
    await scores.ping()
    relay.freeze()
    // Each fault comes while the server is still frozen.
    const [connected, waiting] = await Promise.all([faultOf(scores.ping()), faultOf(scores.ping())])
    const unconnected = await faultOf(scores.ping())
    for (const { error } of [connected, waiting, unconnected]) expect(error).toBeInstanceOf(ScoresUnavailable)
    relay.thaw()
    await expect(scores.ping()).resolves.toBeUndefined()
    await scores.close()
    await relay.close()
  })
})
