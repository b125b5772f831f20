import { foldUsername } from '@ketik/protocol'
import { round1, type Timing } from '@ketik/race'
import type { Database } from './database.ts'
import type { SeatOutcome } from './settlement.ts'

const RECENT_MAX = 20

export type PlayerProfile = {
  /** As spelled in the latest race. */
  readonly username: string
  /** Races sat in, finished or not; cancelled ones do not count. */
  readonly races: number
  /** Races won with a verified finish. */
  readonly wins: number
  /** Of the verified results. */
  readonly best: {
    readonly wpm: number
    readonly accuracy: number | null
    readonly at: number
    readonly raceId: string
  } | null
  /** The latest first. */
  readonly recent: readonly RecentResult[]
}

/** One line of a player's history: instants in epoch ms, wpm to one decimal and null where the text was not finished. */
export type RecentResult = {
  readonly raceId: string
  readonly at: number
  readonly lang: string
  readonly timed: Timing
  readonly state: SeatOutcome['state']
  readonly reason: string | null
  readonly won: boolean
  readonly place: number | null
  readonly wpm: number | null
  readonly accuracy: number | null
  readonly review: boolean
}

// Purpose:    a player and its latest results.
// Parameters: $1 folded name, $2 results at most.
// Guarantee:  no row for an unknown name; one row with race_id null for a player without results.
const SQL = /* sql */ `
  select p.name as username, p.races, p.wins, p.best_wpm, p.best_accuracy, p.best_at, p.best_race_id,
    r.race_id, r.at, r.lang, r.timed, r.state, r.reason, r.won, r.place, r.wpm, r.accuracy, r.review
  from players as p
  left join lateral (
    select results.*, races.lang from results join races on races.id = results.race_id
    where results.player_id = p.id
    order by results.at desc, results.race_id, results.seat
    limit $2
  ) as r on true
  where p.folded_name = $1
  order by r.at desc, r.race_id, r.seat`

type Row = {
  username: string
  races: number
  wins: number
  best_wpm: number | null
  best_accuracy: number | null
  best_at: Date | null
  best_race_id: string | null
} & (ResultColumns | { race_id: null })

type ResultColumns = Omit<RecentResult, 'raceId' | 'at'> & { race_id: string; at: Date }

/** A player by name in any spelling that folds alike; undefined when nobody of that name has raced. */
export async function playerProfile(
  database: Database,
  username: string,
): Promise<PlayerProfile | undefined> {
  const foldedName = foldUsername(username)
  if (foldedName.includes('\0')) return undefined // PostgreSQL takes no NUL, so no player has one
  const rows = await database.query<Row>('reading a profile', SQL, [foldedName, RECENT_MAX])
  const [player] = rows
  if (player === undefined) return undefined
  return {
    username: player.username,
    races: player.races,
    wins: player.wins,
    best: toBest(player),
    recent: rows.flatMap(row => (row.race_id === null ? [] : [toRecent(row)])),
  }
}

function toBest({ best_wpm, best_accuracy, best_at, best_race_id }: Row): PlayerProfile['best'] {
  if (best_wpm === null || best_at === null || best_race_id === null) return null
  return { wpm: round1(best_wpm), accuracy: best_accuracy, at: best_at.getTime(), raceId: best_race_id }
}

function toRecent(row: ResultColumns): RecentResult {
  const { race_id: raceId, at, lang, timed, state, reason, won, place, wpm, accuracy, review } = row
  return {
    raceId,
    at: at.getTime(),
    lang,
    timed,
    state,
    reason,
    won,
    place,
    wpm: wpm === null ? null : round1(wpm),
    accuracy,
    review,
  }
}
