import { accounts } from './accounts.ts'
import { functions } from './functions.ts'
import { moderation } from './moderation.ts'
import { reviews } from './reviews.ts'
import { tables } from './tables.ts'

export type MigrationStep = { readonly name: string; readonly sql: string }

/** In the order they run. A released step is never changed: a new one follows it. There is no way back. */
export const MIGRATIONS: readonly MigrationStep[] = [
  { name: '1_tables', sql: tables },
  { name: '2_functions', sql: functions },
  { name: '3_moderation', sql: moderation },
  { name: '4_accounts', sql: accounts },
  { name: '5_reviews', sql: reviews },
]
