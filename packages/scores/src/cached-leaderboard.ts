import type { BoardRow } from '@ketik/protocol'
import { LRUCache } from 'lru-cache'
import { boardBucket } from './board-bucket.ts'
import { assertLimit, LEADERBOARD_ROWS_MAX, type LeaderboardQuery } from './leaderboard.ts'
import { isRetryable } from './scores-fault.ts'

export type LeaderboardAnswer = {
  readonly rows: readonly BoardRow[]
  /** PostgreSQL did not answer in time: this is the last good copy. */
  readonly stale: boolean
}

export type CachedLeaderboard = {
  /**
   * All callers that ask for 100 rows get the same array, until another copy is read.
   *
   * @throws ScoresUnavailable when PostgreSQL is away and no copy is kept; other errors as `Scores.leaderboard`.
   */
  read(query: LeaderboardQuery): Promise<LeaderboardAnswer>
  /** Results were stored, so no copy is fresh any more. Copies stay for the time when PostgreSQL is away. */
  invalidate(): void
}

export type CachedLeaderboardOptions = {
  /** How long a copy is fresh. Default 1000. */
  readonly freshMs?: number | undefined
  /** How long a reader waits for a new copy when there is an old one; default 500. */
  readonly waitMs?: number | undefined
  /** How long after a failure the old copy answers without asking again; default 1000. */
  readonly retryMs?: number | undefined
  /** Boards kept at most, the least recently read dropped first; default 64. */
  readonly boardsMax?: number | undefined
  /** Monotonic ms. */
  readonly now?: (() => number) | undefined
}

type Copy = { readonly rows: readonly BoardRow[]; readonly askedAt: number; readonly epoch: number }

type Board = {
  copy: Copy | undefined
  /** The running fetch. It never rejects. */
  fetching: Promise<Fetched> | undefined
  failedAt: number | undefined
}

type Fetched = { readonly copy: Copy } | { readonly error: unknown }

/** Keeps the last good copy of each board (always all 100 rows), with one fetch at a time for each. */
export function cachedLeaderboard(
  load: (query: LeaderboardQuery) => Promise<readonly BoardRow[]>,
  options: CachedLeaderboardOptions = {},
): CachedLeaderboard {
  const { freshMs = 1000, waitMs = 500, retryMs = 1000, boardsMax = 64 } = options
  const now = options.now ?? (() => performance.now())
  const boards = new LRUCache<string, Board>({ max: boardsMax })
  let epoch = 0

  const boardOf = (query: LeaderboardQuery): Board => {
    const key = `${boardBucket(query.window, query.at)} ${query.timed ?? 'keys'} ${query.lang ?? ''}`
    const known = boards.get(key)
    if (known !== undefined) return known
    const board: Board = { copy: undefined, fetching: undefined, failedAt: undefined }
    boards.set(key, board)
    return board
  }

  const fetchCopy = async (board: Board, query: LeaderboardQuery): Promise<Fetched> => {
    const asked = { askedAt: now(), epoch }
    try {
      board.copy = { rows: await load({ ...query, limit: LEADERBOARD_ROWS_MAX }), ...asked }
      board.failedAt = undefined
      return { copy: board.copy }
    } catch (error) {
      if (isRetryable(error)) board.failedAt = now()
      return { error }
    }
  }

  /** The running fetch, or a new one. */
  const fetching = (board: Board, query: LeaderboardQuery): Promise<Fetched> => {
    if (board.fetching !== undefined) return board.fetching
    const fetched = fetchCopy(board, query)
    board.fetching = fetched
    void fetched.then(() => {
      board.fetching = undefined
    })
    return fetched
  }

  const newCopy = async (board: Board, query: LeaderboardQuery): Promise<Fetched> => {
    const wanted = epoch
    const first = await fetching(board, query)
    const isOutdated = 'copy' in first && first.copy.epoch < wanted // begun before the last invalidation
    return isOutdated ? fetching(board, query) : first
  }

  const isFresh = (copy: Copy): boolean => copy.epoch === epoch && now() - copy.askedAt < freshMs
  const hasJustFailed = ({ failedAt }: Board): boolean => failedAt !== undefined && now() - failedAt < retryMs

  const read = async (query: LeaderboardQuery): Promise<LeaderboardAnswer> => {
    assertLimit(query.limit)
    const board = boardOf(query)
    const answer = ({ rows }: Copy, stale: boolean) => ({
      rows: query.limit === LEADERBOARD_ROWS_MAX ? rows : rows.slice(0, query.limit),
      stale,
    })
    const kept = board.copy
    if (kept === undefined) {
      const fetched = await newCopy(board, query)
      if ('error' in fetched) throw fetched.error
      return answer(fetched.copy, false)
    }
    if (isFresh(kept)) return answer(kept, false)
    if (hasJustFailed(board)) return answer(kept, true)
    const fetched = await within(waitMs, newCopy(board, query))
    if (fetched === undefined) {
      board.failedAt = now() // later readers need not wait as long again
      return answer(kept, true)
    }
    if ('copy' in fetched) return answer(fetched.copy, false)
    if (!isRetryable(fetched.error)) throw fetched.error
    return answer(kept, true)
  }

  return {
    read,
    invalidate: () => {
      epoch += 1
    },
  }
}

/** The value of a promise, or undefined when the promise takes longer than `ms`. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>(resolve => {
    timer = setTimeout(resolve, ms, undefined)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
