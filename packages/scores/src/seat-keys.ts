import type { LoggedKey } from '@ketik/race'
import type { Database } from './database.ts'

export type SeatKeys = {
  /** The player id of the seat; null for results stored before it was kept. */
  readonly typedBy: string | null
  /** Null: timed by arrival, or deleted since. */
  readonly keys: readonly LoggedKey[] | null
}

// Purpose: the keys of one stored result and who typed them. $1 race id, $2 seat. Guarantee: no row for an unknown one.
const SQL = /* sql */ `
  select r.typed_by as "typedBy", k.keys
  from results as r
  left join key_logs as k on k.race_id = r.race_id and k.seat = r.seat
  where r.race_id = $1 and r.seat = $2`

/** What a seat typed, for its owner; undefined when no such result is stored. */
export async function seatKeys(
  database: Database,
  raceId: string,
  seat: number,
): Promise<SeatKeys | undefined> {
  if (raceId.includes('\0')) return undefined // PostgreSQL takes no NUL, so no race has one
  const [row] = await database.query<SeatKeys>('reading the keys of a seat', SQL, [raceId, seat])
  return row
}
