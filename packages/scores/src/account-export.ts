import type { LoggedKey } from '@ketik/race'
import type { Account } from './account.ts'
import type { Database } from './database.ts'

const RACES_MAX = 200

/** A page of everything stored about a player's races, the latest first. */
export type AccountExport = {
  readonly player: {
    readonly races: number
    readonly wins: number
    readonly ratingMu: number
    readonly ratingSigma: number
    readonly ratedRaces: number
  } | null
  readonly results: readonly ExportedResult[]
  /** Where the next page begins; null: this is the last. */
  readonly next: string | null
}

/** As the table has it: instants in epoch ms, figures unrounded. */
export type ExportedResult = {
  readonly raceId: string
  readonly seat: number
  readonly at: number
  readonly startsAt: number
  readonly lang: string
  readonly text: string | null
  readonly state: string
  readonly keys: readonly LoggedKey[] | null
  readonly [figure: string]: unknown
}

const PLAYER = /* sql */ `
  select races, wins, rating_mu as "ratingMu", rating_sigma as "ratingSigma", rated_races as "ratedRaces"
  from players where folded_name = $1`

// Purpose:    a page of the results under a name and of those that the owner typed, whatever name they stand under by
//             now; with the keys of the latter.
// Parameters: $1 folded name, $2 and $3 instant (epoch ms) and race of the last row before the page, $4 rows at most,
//             $5 the player of the account.
const RESULTS = /* sql */ `
  select r.race_id as "raceId", r.seat, (extract(epoch from r.at) * 1000)::float8 as at,
    (extract(epoch from c.starts_at) * 1000)::float8 as "startsAt", c.lang, c.text, r.timed, r.state, r.reason, r.won,
    r.place, r.finished_ms as "finishedMs", r.wpm, r.race_wpm as "raceWpm", r.raw, r.accuracy, r.consistency,
    r.review, k.keys
  from results r
  join races c on c.id = r.race_id
  left join key_logs k on k.race_id = r.race_id and k.seat = r.seat and r.typed_by = $5
  where (r.player_id = (select id from players where folded_name = $1) or r.typed_by = $5)
    and (r.at < to_timestamp($2::float8 / 1000) or (r.at = to_timestamp($2::float8 / 1000) and r.race_id > $3))
  order by r.at desc, r.race_id, r.seat
  limit $4`

const FIRST = '253402300799999 '

/** What is kept of an account's races, from `from` on: the `next` of the page before. */
export async function accountExport(
  database: Database,
  { player: owner, foldedName }: Pick<Account, 'player' | 'foldedName'>,
  from = FIRST,
): Promise<AccountExport> {
  const space = from.indexOf(' ')
  const [at, raceId] = [from.slice(0, space), from.slice(space + 1)]
  const [player] = await database.query<NonNullable<AccountExport['player']>>('reading a player', PLAYER, [
    foldedName,
  ])
  const results = await database.query<ExportedResult>('exporting results', RESULTS, [
    foldedName,
    Number(at),
    raceId,
    RACES_MAX,
    owner,
  ])
  const last = results.at(-1)
  return {
    player: player ?? null,
    results,
    next: last === undefined || results.length < RACES_MAX ? null : `${last.at} ${last.raceId}`,
  }
}
