import type { Database } from './database.ts'

// Purpose:    whose account a name is, or was until a rename that keeps the name for it.
// Parameters: $1 folded name.
// Guarantee:  at most one row.
const SQL = /* sql */ `
  select player from accounts where folded_name = $1
  union all
  select player from kept_names where folded_name = $1 and until > now() and player is not null
  limit 1`

/** The player of the account that a folded name leads to. Undefined: no account's, or a deleted one's. */
export async function accountPlayer(database: Database, foldedName: string): Promise<string | undefined> {
  const [row] = await database.query<{ player: string }>('reading whose a name is', SQL, [foldedName])
  return row?.player
}
