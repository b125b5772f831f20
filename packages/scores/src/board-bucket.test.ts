import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'
import { boardBucket } from './board-bucket.ts'

let scratch: ScratchScores
beforeAll(async () => {
  scratch = await scratchScores()
})
afterAll(() => scratch.close())

describe('the boards of an instant', () => {
  it.each([
    ['2026-11-21T00:00:00.000Z', 'day:2026-11-21', 'week:2026-W47'],
    ['2026-11-22T23:59:59.999Z', 'day:2026-11-22', 'week:2026-W47'],
    ['2026-11-23T00:00:00.000Z', 'day:2026-11-23', 'week:2026-W48'],
    ['2027-01-03T12:00:00.000Z', 'day:2027-01-03', 'week:2026-W53'],
    ['2027-01-04T00:00:00.000Z', 'day:2027-01-04', 'week:2027-W01'],
    ['2024-12-30T00:00:00.000Z', 'day:2024-12-30', 'week:2025-W01'],
  ])('[SCORES-5] %s is in %s and %s', (instant, day, week) => {
    const at = Date.parse(instant)
    expect([boardBucket('day', at), boardBucket('week', at), boardBucket('all', at)]).toEqual([
      day,
      week,
      'all',
    ])
  })

  it('[SCORES-5] days and weeks are those of PostgreSQL’s calendar', async () => {
    const instants = fc.sample(fc.integer({ min: 0, max: Date.UTC(2199, 11, 31) }), {
      numRuns: 2000,
      seed: 47,
    })
    const rows = await scratch.sql<{ day: string; week: string }>(
      `select to_char(at, '"day:"YYYY-MM-DD') as day, to_char(at, '"week:"IYYY-"W"IW') as week
       from unnest($1::float8[]) with ordinality as i (ms, n), lateral (select to_timestamp(ms / 1000) at time zone 'UTC' as at) as t
       order by n`,
      [instants],
    )
    expect(instants.map(at => ({ day: boardBucket('day', at), week: boardBucket('week', at) }))).toEqual(rows)
  })
})
