import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../../infra/local/free-port.ts'
import { findPostgres } from '../../../infra/local/postgres-program.ts'
import { startPostgres } from '../../../infra/local/postgres-server.ts'
import { makeFinish, makeSeat, makeSettlement, NOON } from '../test/make-settlement.ts'
import { cachedLeaderboard } from './cached-leaderboard.ts'
import { migrate } from './migrate.ts'
import { openScores } from './open-scores.ts'
import { ScoresUnavailable } from './scores-fault.ts'

let folder: string
let start: () => ReturnType<typeof startPostgres>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), `ketik-test-${process.pid}-`)) // swept by the test services when we are killed
  await chmod(folder, 0o711) // PostgreSQL runs as another user and must pass through
  const program = await findPostgres()
  const port = await freePort()
  const logFile = join(folder, 'postgres.log')
  start = () =>
    startPostgres({ program, port, logFile, folder: join(folder, 'data'), password: 'test', durable: false })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a PostgreSQL that stops and starts again', () => {
  it('[SCORES-19] is used again by the same pool, and has what was stored', async () => {
    const away: Error[] = []
    const first = await start()
    await migrate(first.url())
    const scores = openScores({ databaseUrl: first.url(), onConnectionLost: error => away.push(error) })
    const cache = cachedLeaderboard(scores.leaderboard, { freshMs: 0, retryMs: 0 })
    const top = { window: 'all', at: NOON, limit: 10 } as const
    const seats = [makeSeat(0, 'Ani', makeFinish(80), { keys: [[1, 'a']] })]
    await scores.settleRace(makeSettlement('before', seats))
    const { rows } = await cache.read(top)
    expect(rows).toMatchObject([{ username: 'Ani', races: 1 }])

    await first.stop()
    const settlement = makeSettlement('meanwhile', [makeSeat(0, 'Ani', makeFinish(90))])
    await expect(scores.settleRace(settlement)).rejects.toThrow(ScoresUnavailable)
    await expect(scores.ping()).rejects.toThrow(ScoresUnavailable)
    expect(await cache.read(top)).toEqual({ rows, stale: true })
    await expect(cache.read({ ...top, lang: 'id' })).rejects.toThrow(ScoresUnavailable)
    expect(away).not.toEqual([])

    const second = await start()
    expect(await scores.raceResults('before')).toMatchObject({
      rows: [{ wpm: 80 }],
      keyLogs: { 0: [[1, 'a']] },
    })
    expect(await cache.read(top)).toEqual({ rows, stale: false })
    expect(await scores.settleRace(settlement)).toEqual({ stored: true })
    expect(await scores.settleRace(makeSettlement('before', seats))).toEqual({ stored: false })
    expect(await cache.read(top)).toMatchObject({ rows: [{ wpm: 90, races: 2 }], stale: false })
    await migrate(second.url())
    await scores.close()
    await second.stop()
  })
})
