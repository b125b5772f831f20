import type { BoardRow, BoardTiming, BoardWindow } from '@ketik/protocol'
import type { Lang } from '@ketik/race'
import { cachedLeaderboard, type Scores } from '@ketik/scores'

export type BoardQuery = {
  readonly window: BoardWindow
  /** 1 to 100. */
  readonly limit: number
  readonly lang?: Lang
  /** `keys` unless given. */
  readonly timed?: BoardTiming
}

/** The boards as this node last read them; `stale` when PostgreSQL did not answer. */
export type Boards = {
  /** Throws ScoresUnavailable when PostgreSQL is away and the board was never read. */
  top(query: BoardQuery): Promise<{ readonly data: readonly BoardRow[]; readonly stale: boolean }>
}

/** A result is stored a few hundred ms after its finish, and must be on every node's boards within 1 s of it. */
const FRESH_MS = 400

export const createBoards = (scores: Scores, now: () => number): Boards => {
  const cached = cachedLeaderboard(scores.leaderboard, { freshMs: FRESH_MS })
  return {
    top: async query => {
      const { rows, stale } = await cached.read({ ...query, at: now() })
      return { data: rows, stale }
    },
  }
}
