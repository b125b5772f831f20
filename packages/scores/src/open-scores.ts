import type { BoardRow } from '@ketik/protocol'
import type { Account } from './account.ts'
import { type AccountExport, accountExport } from './account-export.ts'
import { accountPlayer, hasAccount } from './account-player.ts'
import { type AccountStore, accountStore } from './account-store.ts'
import { type AuditEntry, audit } from './audit.ts'
import { openDatabase } from './database.ts'
import { type LeaderboardQuery, leaderboard } from './leaderboard.ts'
import { type OwnKeys, ownKeys } from './own-keys.ts'
import { type PlayerProfile, playerProfile } from './player-profile.ts'
import { type Pruned, pruneBoards } from './prune-boards.ts'
import { pruneGuestKeys } from './prune-guest-keys.ts'
import { pruneRatedPairs } from './prune-rated-pairs.ts'
import { type RaceResults, raceResults } from './race-results.ts'
import { type RatedRace, rateRaces } from './rate-races.ts'
import {
  type Decided,
  type Decision,
  decideReview,
  type Review,
  type ReviewKey,
  review,
  type WaitingReview,
  waitingReviews,
} from './reviews.ts'
import { settleRaces } from './settle-races.ts'
import type { Settlement } from './settlement.ts'

export type ScoresOptions = {
  readonly databaseUrl: string
  /** Connections kept at most; default 4. */
  readonly poolMax?: number | undefined
  /** How long a call waits for a connection; default 2000. */
  readonly connectTimeoutMs?: number | undefined
  /** How long a statement may take; default and at most 5000. */
  readonly statementTimeoutMs?: number | undefined
  /** Called for each idle connection that is lost, for the log and a metric. */
  readonly onConnectionLost?: ((error: Error) => void) | undefined
}

/**
 * What is kept in PostgreSQL. Every call throws `ScoresUnavailable` when the database is away (`isRetryable`), within
 * `connectTimeoutMs + statementTimeoutMs + 1 s`; any other error is a bug or bad data.
 */
export type Scores = {
  /**
   * Stores a race in one round trip: its finishes while it runs, all of it once it has ended. `stored: false`: all of
   * it was stored before, and nothing has changed.
   */
  settleRace(settlement: Settlement): Promise<{ readonly stored: boolean }>
  /**
   * Stores at most `SETTLEMENTS_MAX` in one round trip, all or none: after a fault that is not retryable, settle them
   * one by one.
   */
  settleRaces(
    settlements: readonly Settlement[],
  ): Promise<readonly { readonly raceId: string; readonly stored: boolean }[]>
  /**
   * Rates settled races in two round trips, all or none; the answers are in the order of the ids, which are distinct.
   */
  rateRaces(raceIds: readonly string[]): Promise<readonly RatedRace[]>
  leaderboard(query: LeaderboardQuery): Promise<readonly BoardRow[]>
  playerProfile(username: string): Promise<PlayerProfile | undefined>
  raceResults(raceId: string): Promise<RaceResults | undefined>
  pruneBoards(now: number): Promise<Pruned>
  pruneRatedPairs(now: number): Promise<Pruned>
  /** Deletes keys that guests typed more than 30 days ago. */
  pruneGuestKeys(now: number): Promise<Pruned>
  audit(entry: AuditEntry): Promise<void>
  waitingReviews(limit: number, after?: ReviewKey): Promise<readonly WaitingReview[]>
  review(key: ReviewKey): Promise<Review | undefined>
  /** Boards and best follow at once; for ratings, `rateRaces` after it. */
  decideReview(decision: Decision): Promise<Decided>
  /** Resolves when PostgreSQL answers. */
  ping(): Promise<void>
  /** Waits for the statements under way. Later calls throw `ScoresUnavailable`. */
  close(): Promise<void>
}

/** The scores, and the accounts beside them on the same connections. */
export type OpenScores = Scores & {
  readonly accounts: AccountStore
  /** The player of the account that a folded name leads to, also by a name that the account gave up lately. */
  accountPlayer(foldedName: string): Promise<string | undefined>
  /** Also of one that was deleted in the last 30 days. */
  hasAccount(player: string): Promise<boolean>
  /** By seat; empty when the player typed no keys in the race, or they have been deleted. */
  ownKeys(raceId: string, player: string): Promise<readonly OwnKeys[]>
  /** A page of what is kept of an account; `from` is the `next` of the page before. */
  exportAccount(account: Pick<Account, 'player' | 'foldedName'>, from?: string): Promise<AccountExport>
}

const STATEMENT_TIMEOUT_MS_MAX = 5000

/** Opens the pool; nothing connects before the first call, so it opens while PostgreSQL is away too. */
export function openScores(options: ScoresOptions): OpenScores {
  const database = openDatabase({
    databaseUrl: options.databaseUrl,
    poolMax: options.poolMax ?? 4,
    connectTimeoutMs: options.connectTimeoutMs ?? 2000,
    statementTimeoutMs: Math.min(
      options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS_MAX,
      STATEMENT_TIMEOUT_MS_MAX,
    ),
    onConnectionLost: options.onConnectionLost ?? (() => {}),
  })
  return {
    settleRace: async settlement => {
      const stored = await settleRaces(database, [settlement])
      return { stored: stored.has(settlement.raceId) }
    },
    settleRaces: async settlements => {
      const stored = await settleRaces(database, settlements)
      return settlements.map(({ raceId }) => ({ raceId, stored: stored.has(raceId) }))
    },
    rateRaces: raceIds => rateRaces(database, raceIds),
    leaderboard: query => leaderboard(database, query),
    playerProfile: username => playerProfile(database, username),
    raceResults: raceId => raceResults(database, raceId),
    pruneBoards: now => pruneBoards(database, now),
    pruneRatedPairs: now => pruneRatedPairs(database, now),
    pruneGuestKeys: now => pruneGuestKeys(database, now),
    audit: entry => audit(database, entry),
    accounts: accountStore(database),
    accountPlayer: foldedName => accountPlayer(database, foldedName),
    hasAccount: player => hasAccount(database, player),
    ownKeys: (raceId, player) => ownKeys(database, raceId, player),
    exportAccount: (account, from) => accountExport(database, account, from),
    waitingReviews: (limit, after) => waitingReviews(database, limit, after),
    review: key => review(database, key),
    decideReview: decision => decideReview(database, decision),
    ping: async () => {
      await database.query('asking whether it is there', 'select 1')
    },
    close: () => database.close(),
  }
}
