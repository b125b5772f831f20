export type { Account, InGeneration } from './account.ts'
export type { AccountExport, ExportedResult } from './account-export.ts'
export {
  type AccountChanges,
  type AccountStore,
  type EndedSession,
  NAME_KEPT_DAYS,
  type NameClaim,
} from './account-store.ts'
export type { AuditEntry } from './audit.ts'
export {
  type CachedLeaderboard,
  type CachedLeaderboardOptions,
  cachedLeaderboard,
  type LeaderboardAnswer,
} from './cached-leaderboard.ts'
export { LEADERBOARD_ROWS_MAX, type LeaderboardQuery } from './leaderboard.ts'
export { MigrationFailed, migrate } from './migrate.ts'
export { type OpenScores, openScores, type Scores, type ScoresOptions } from './open-scores.ts'
export type { ResetOwner } from './password-resets.ts'
export type { PlayerProfile, RecentResult } from './player-profile.ts'
export type { Pruned } from './prune-boards.ts'
export type { RaceResultRow, RaceResults } from './race-results.ts'
export type { RatedRace } from './rate-races.ts'
export {
  type Decided,
  type Decision,
  REVIEWS_MAX,
  type Review,
  type ReviewKey,
  type WaitingReview,
} from './reviews.ts'
export { BadSettlement, isRetryable, ScoresUnavailable } from './scores-fault.ts'
export { prepareDatabase } from './service-role.ts'
export { SETTLEMENTS_MAX } from './settle-races.ts'
export type { SeatOutcome, SettledSeat, Settlement } from './settlement.ts'
