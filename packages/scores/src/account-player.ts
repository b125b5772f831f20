import type { Database } from './database.ts'

// Purpose:    the account that owns a name, or that owned it until a rename that keeps the name for it.
// Parameters: $1 folded name.
// Guarantee:  at most one row.
const SQL = /* sql */ `
  select player from accounts where folded_name = $1
  union all
  select player from kept_names where folded_name = $1 and until > now() and player is not null
  limit 1`

// Purpose:    whether a player has an account, or deleted it while its name is kept.
// Parameters: $1 player id.
const HAS_ACCOUNT = /* sql */ `
  select exists (select from accounts where player = $1)
    or exists (select from kept_names where typed_by = $1) as "hasAccount"`

/** Whether a player has an account, or had one that was deleted in the last 30 days. */
export async function hasAccount(database: Database, player: string): Promise<boolean> {
  const [row] = await database.query<{ hasAccount: boolean }>(
    'reading whether a player has an account',
    HAS_ACCOUNT,
    [player],
  )
  return row?.hasAccount === true
}

/** The player of the account that a folded name leads to. Undefined: no account, or a deleted one. */
export async function accountPlayer(database: Database, foldedName: string): Promise<string | undefined> {
  const [row] = await database.query<{ player: string }>('reading whose a name is', SQL, [foldedName])
  return row?.player
}
