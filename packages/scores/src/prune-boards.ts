import { boardBucket } from './board-bucket.ts'
import type { Database } from './database.ts'

const DAY_MS = 86_400_000
const DAYS_KEPT = 8
const WEEKS_KEPT = 5
const ROWS_MAX = 5000

export type Pruned = {
  readonly removed: number
  /** False: the batch was full, or rows were being written; call again. */
  readonly done: boolean
}

// Purpose:    removes standings of days and weeks gone by.
// Parameters: $1 and $2 the oldest day and week kept, $3 rows at most.
// Guarantee:  never waits for a lock: rows that are being written are left for another call.
const SQL = /* sql */ `
  with removed as (
    delete from boards where ctid = any (array(
      select ctid from boards
      where (bucket >= 'day:' and bucket < $1) or (bucket >= 'week:' and bucket < $2)
      limit $3
      for update skip locked))
    returning 1
  )
  select count(*)::integer as removed from removed`

/** Removes at most 5000 standings of days more than a week and weeks more than a month before `now` (epoch ms). */
export async function pruneBoards(database: Database, now: number): Promise<Pruned> {
  const oldestDay = boardBucket('day', now - (DAYS_KEPT - 1) * DAY_MS)
  const oldestWeek = boardBucket('week', now - (WEEKS_KEPT - 1) * 7 * DAY_MS)
  const [row] = await database.query<{ removed: number }>('pruning boards', SQL, [
    oldestDay,
    oldestWeek,
    ROWS_MAX,
  ])
  const removed = row?.removed ?? 0
  return { removed, done: removed < ROWS_MAX }
}
