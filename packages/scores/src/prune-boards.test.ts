import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NOON } from '../test/make-settlement.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'

let scratch: ScratchScores
beforeAll(async () => {
  scratch = await scratchScores()
})
afterAll(() => scratch.close())

describe('pruning the boards', () => {
  it('[SCORES-17] removes days and weeks gone by in bounded batches, and nothing else', async () => {
    const kept = [
      'all',
      'day:2026-11-14',
      'day:2026-11-21',
      'day:2026-11-22',
      'week:2026-W43',
      'week:2026-W47',
    ]
    const gone = ['day:2025-12-31', 'day:2026-11-13', 'week:2025-W53', 'week:2026-W42']
    await scratch.sql(
      `insert into players (name, folded_name) select n::text, n::text from generate_series(1, 2000) n`,
    )
    await scratch.sql(
      `insert into boards (bucket, lang, timed, player_id, wpm, races, at, race_id)
       select bucket, '', 'keys', id, 50, 1, now(), 'r' from players, unnest($1::text[]) bucket`,
      [[...kept, ...gone]],
    )
    expect(await scratch.scores.pruneBoards(NOON)).toEqual({ removed: 5000, done: false })
    expect(await scratch.scores.pruneBoards(NOON)).toEqual({ removed: 3000, done: true })
    expect(await scratch.scores.pruneBoards(NOON)).toEqual({ removed: 0, done: true })
    const left = await scratch.sql('select bucket, count(*)::int from boards group by bucket order by bucket')
    expect(left).toEqual(kept.map(bucket => ({ bucket, count: 2000 })))
  })
})
