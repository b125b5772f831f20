import type { BoardRow, BoardTiming, BoardWindow } from '@ketik/protocol'
import { round1, type Timing } from '@ketik/race'
import { boardBucket } from './board-bucket.ts'
import type { Database } from './database.ts'

export const LEADERBOARD_ROWS_MAX = 100

export type LeaderboardQuery = {
  readonly window: BoardWindow
  /** 1 to `LEADERBOARD_ROWS_MAX`. */
  readonly limit: number
  /** Only races in this language; every language when left out. */
  readonly lang?: string | undefined
  /** Default `keys`. */
  readonly timed?: BoardTiming | undefined
  /** The day or week that is asked for: any instant in it, epoch ms of cluster time. */
  readonly at: number
}

// Purpose:    the top of one stored board.
// Parameters: $1 bucket, $2 language or '', $3 timing, $4 rows at most.
// Guarantee:  reads the first $4 entries of the index boards_standing and as many players, whatever the tables hold.
//             The name is looked up, not joined: for a join the planner may read all players, not knowing $4.
export const LEADERBOARD_SQL = /* sql */ `
  select (select name from players where id = player_id) as username, wpm, accuracy, races, at, timed, race_id
  from boards
  where bucket = $1 and lang = $2 and timed = $3
  order by wpm desc, at, player_id
  limit $4`

const topOf = (timed: Timing) => /* sql */ `
    (select player_id, wpm, accuracy, races, at, timed, race_id
    from boards
    where bucket = $1 and lang = $2 and timed = '${timed}'
    order by wpm desc, at, player_id
    limit $3)`

// Purpose:    the top of both boards together: each player once, with the better result (verified, of equals at one
//             instant) and the number of both.
// Parameters: $1 bucket, $2 language or '', $3 rows at most.
// Guarantee:  reads the first $3 entries of each board, and of the players it returns the name and the other standing.
//             These are enough: a player among the first $3 of both boards is among them on the board of the better result.
export const MERGED_LEADERBOARD_SQL = /* sql */ `
  select (select name from players where id = player_id) as username, wpm, accuracy, at, timed, race_id,
    races + coalesce((
      select other.races from boards as other
      where other.bucket = $1 and other.lang = $2 and other.player_id = best.player_id
        and other.timed = case best.timed when 'keys' then 'arrival' else 'keys' end), 0) as races
  from (
    select * from (
      select distinct on (player_id) *
      from (${topOf('keys')}
        union all${topOf('arrival')}
      ) as top
      order by player_id, wpm desc, at, timed desc
    ) as better
    order by wpm desc, at, player_id
    limit $3
  ) as best
  order by wpm desc, at, player_id`

type Row = Omit<BoardRow, 'rank' | 'at' | 'race'> & { readonly at: Date; readonly race_id: string }

/**
 * The best result of each player in a window. Ranks have no gaps: of two equal results the earlier one stands higher. wpm
 * is to one decimal; the order is by the exact figure. @throws RangeError for a limit out of range.
 */
export async function leaderboard(database: Database, query: LeaderboardQuery): Promise<readonly BoardRow[]> {
  const { window, limit, lang = '', timed = 'keys', at } = query
  assertLimit(limit)
  if (lang.includes('\0')) return [] // no language, and no text PostgreSQL could look for
  const bucket = boardBucket(window, at)
  const [sql, values] =
    timed === 'any'
      ? [MERGED_LEADERBOARD_SQL, [bucket, lang, limit]]
      : [LEADERBOARD_SQL, [bucket, lang, timed, limit]]
  const rows = await database.query<Row>('reading a leaderboard', sql, values)
  return rows.map((row, index) => ({
    rank: index + 1,
    username: row.username,
    wpm: round1(row.wpm),
    accuracy: row.accuracy,
    races: row.races,
    at: row.at.getTime(),
    timed: row.timed,
    race: row.race_id,
  }))
}

/** @throws RangeError for a limit out of range. */
export function assertLimit(limit: number): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= LEADERBOARD_ROWS_MAX) return
  throw new RangeError(`limit is 1 to ${LEADERBOARD_ROWS_MAX}, not ${limit}`)
}
