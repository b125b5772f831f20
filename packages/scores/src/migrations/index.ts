import { tables } from './0001-tables.ts'
import { settleRacesFunction } from './0002-settle-races.ts'
import { rateRaceFunction } from './0003-rate-race.ts'
import { moderation } from './0004-moderation.ts'
import { accounts } from './0005-accounts.ts'
import { reviews } from './0006-reviews.ts'
import { settleRacesKnowingRhythms } from './0007-settle-races.ts'
import { rateRaceBySeat } from './0008-rate-race.ts'
import { rateRacesFunction } from './0009-rate-races.ts'
import { settleFinishes } from './0010-settle-finishes.ts'
import { verifiedKeys } from './0011-verified-keys.ts'
import { namesAndHistory } from './0012-names-and-history.ts'
import { moderatedPlayers } from './0013-moderated-players.ts'
import { rateRacesOnce } from './0014-rate-races.ts'

export type MigrationStep = { readonly name: string; readonly sql: string }

/** In the order they run. A released one is never changed: a new one follows it. There is no way down. */
export const MIGRATIONS: readonly MigrationStep[] = [
  { name: '0001_tables', sql: tables },
  { name: '0002_settle-races', sql: settleRacesFunction },
  { name: '0003_rate-race', sql: rateRaceFunction },
  { name: '0004_moderation', sql: moderation },
  { name: '0005_accounts', sql: accounts },
  { name: '0006_reviews', sql: reviews },
  { name: '0007_settle-races', sql: settleRacesKnowingRhythms },
  { name: '0008_rate-race', sql: rateRaceBySeat },
  { name: '0009_rate-races', sql: rateRacesFunction },
  { name: '0010_settle-finishes', sql: settleFinishes },
  { name: '0011_verified-keys', sql: verifiedKeys },
  { name: '0012_names-and-history', sql: namesAndHistory },
  { name: '0013_moderated-players', sql: moderatedPlayers },
  { name: '0014_rate-races', sql: rateRacesOnce },
]
