import type { Database } from './database.ts'

/** One thing that an operator did. Instants are epoch milliseconds; `until` not after `at` means that it was lifted. */
export type AuditEntry = {
  readonly action: 'mute' | 'ban-name' | 'ban-address' | 'announce'
  readonly subject: string
  /** Whom the action follows, whatever the player is called later. */
  readonly player?: string
  readonly at: number
  readonly until: number
  readonly reason?: string
  readonly operator?: string
}

// Purpose:    adds a row to the moderation log.
// Parameters: $1 action, $2 subject, $3 at and $4 until (epoch ms), $5 reason or null, $6 operator or null,
//             $7 player or null.
const SQL = /* sql */ `
  insert into moderation (action, subject, at, until, reason, operator, player)
  values ($1, $2, to_timestamp($3::double precision / 1000), to_timestamp($4::double precision / 1000), $5, $6, $7)`

/** Notes what an operator did, before it takes effect. */
export async function audit(database: Database, entry: AuditEntry): Promise<void> {
  const { action, subject, at, until, reason = null, operator = null, player = null } = entry
  await database.query('noting a moderation action', SQL, [
    action,
    subject,
    at,
    until,
    reason,
    operator,
    player,
  ])
}
