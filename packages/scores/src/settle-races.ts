import type { Database } from './database.ts'
import type { Settlement } from './settlement.ts'
import { settlementPayload } from './settlement-payload.ts'

// Purpose: stores races as far as they are known. $1: their payload (settlement-payload.ts). Guarantee: see settle_races in migrations.
const SQL = /* sql */ 'select id from settle_races(under_present_names($1)) as id'

/** Far below what fits the statement timeout: about 1500 races a second on one core. */
export const SETTLEMENTS_MAX = 500

/** The ids of the races of which something was stored now. One statement, so one round trip and all or nothing. */
export async function settleRaces(
  database: Database,
  settlements: readonly Settlement[],
): Promise<ReadonlySet<string>> {
  if (settlements.length === 0) return new Set()
  if (settlements.length > SETTLEMENTS_MAX)
    throw new RangeError(`at most ${SETTLEMENTS_MAX} settlements at a time`)
  const payload = settlementPayload(settlements)
  const rows = await database.query<{ id: string }>('settling races', SQL, [payload])
  return new Set(rows.map(row => row.id))
}
