import type { Database } from './database.ts'
import type { Pruned } from './prune-boards.ts'

const DAY_MS = 86_400_000
/** A result may be accepted, and so rated, days after its race. */
const DAYS_KEPT = 8
const ROWS_MAX = 5000

// Purpose:    forgets which players rated each other on days gone by.
// Parameters: $1 the oldest day kept, $2 rows at most.
// Guarantee:  never waits for a lock: rows that are being written are left for another call.
const SQL = /* sql */ `
  with removed as (
    delete from rated_pairs where ctid = any (array(
      select ctid from rated_pairs where day < $1 limit $2 for update skip locked))
    returning 1
  )
  select count(*)::integer as removed from removed`

/** Forgets at most 5000 pairs of days more than a week before `now` (epoch ms). */
export async function pruneRatedPairs(database: Database, now: number): Promise<Pruned> {
  const oldestDay = new Date(now - (DAYS_KEPT - 1) * DAY_MS).toISOString().slice(0, 10)
  const [row] = await database.query<{ removed: number }>('pruning rated pairs', SQL, [oldestDay, ROWS_MAX])
  const removed = row?.removed ?? 0
  return { removed, done: removed < ROWS_MAX }
}
