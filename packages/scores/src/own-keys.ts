import type { LoggedKey } from '@ketik/race'
import type { Database } from './database.ts'

/** What was typed in one seat. */
export type OwnKeys = { readonly seat: number; readonly keys: readonly LoggedKey[] }

// Purpose:    the keys that one player typed in a race, by seat.
// Parameters: $1 race id, $2 player id.
// Guarantee:  no row of anyone else, nor of a seat without a stored log.
const SQL = /* sql */ `
  select r.seat, k.keys
  from results as r
  join key_logs as k on k.race_id = r.race_id and k.seat = r.seat
  where r.race_id = $1 and r.typed_by = $2
  order by r.seat`

/** The keys that a player typed in a race, for that player. */
export async function ownKeys(
  database: Database,
  raceId: string,
  player: string,
): Promise<readonly OwnKeys[]> {
  if (raceId.includes('\0')) return [] // PostgreSQL takes no NUL, so no race has one
  return await database.query<OwnKeys>('reading the keys of a player', SQL, [raceId, player])
}
