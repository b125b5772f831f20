import type { Database } from './database.ts'
import type { Pruned } from './prune-boards.ts'

/** Key logs are biometric data: those of guests, who cannot ask for their deletion, are kept so long. */
const GUEST_KEYS_KEPT_DAYS = 30

const DAY_MS = 86_400_000
const LOGS_MAX = 500

// Purpose:    deletes the oldest key logs that no account's player typed, with their prints.
// Parameters: $1 epoch ms before which they were typed, $2 logs looked at, at most.
// Guarantee:  reads $2 entries of the index key_logs_age. A log of an account is marked as kept, and so is looked at once.
//             Never waits for a lock: logs that are being written are left for another call. The results stay.
const SQL = /* sql */ `
  with old as materialized (
    select race_id, seat from key_logs
    where not is_kept and at < to_timestamp($1::float8 / 1000)
    order by at
    limit $2
    for update skip locked
  ),
  owned as materialized (
    select old.race_id, old.seat from old
    join results as r on r.race_id = old.race_id and r.seat = old.seat
    join accounts as a on a.player = r.typed_by
  ),
  kept as (
    update key_logs as l set is_kept = true from owned
    where l.race_id = owned.race_id and l.seat = owned.seat
  ),
  removed as (
    delete from key_logs as l using old
    where l.race_id = old.race_id and l.seat = old.seat
      and not exists (select from owned where owned.race_id = l.race_id and owned.seat = l.seat)
    returning 1
  )
  select (select count(*) from old)::integer as seen, (select count(*) from removed)::integer as removed`

/** Deletes keys that guests typed more than 30 days before `now` (epoch ms), at most 500 logs at a time. */
export async function pruneGuestKeys(database: Database, now: number): Promise<Pruned> {
  const values = [now - GUEST_KEYS_KEPT_DAYS * DAY_MS, LOGS_MAX]
  const [row] = await database.query<{ seen: number; removed: number }>(
    'deleting the keys of guests',
    SQL,
    values,
  )
  return { removed: row?.removed ?? 0, done: (row?.seen ?? 0) < LOGS_MAX }
}
