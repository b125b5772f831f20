import type { BoardRow } from '@ketik/protocol'
import type { Lang } from '@ketik/race'

export type BoardQuery = {
  readonly window: 'day' | 'week' | 'all'
  readonly limit: number
  readonly lang?: Lang
}

/** Where sessions read the boards: the cached leaderboard of the scores. */
export type Boards = {
  top(query: BoardQuery): Promise<{ readonly data: readonly BoardRow[]; readonly stale: boolean }>
}
