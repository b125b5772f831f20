import {
  type LoggedKey,
  type Plausibility,
  PRINTS_IN_COMMON_MIN,
  plausibilityOf,
  rhythmPrints,
  type Signal,
  type Timing,
} from '@ketik/race'
import type { Database } from './database.ts'
import { type RaceResultRow, type RaceResults, raceResults } from './race-results.ts'
import type { SettledText } from './settlement.ts'

export const REVIEWS_MAX = 100

/** A verified result this far above the own best goes to review; settle_races has the same figure. */
const ABOVE_OWN_BEST_WPM_MAX = 60

/** A seat of a race. */
export type ReviewKey = { readonly raceId: string; readonly seat: number }

/** A result that waits for an operator. */
export type WaitingReview = ReviewKey & {
  readonly username: string
  /** Of the finish, epoch ms. */
  readonly at: number
  readonly lang: string
  readonly timed: Timing
  readonly wpm: number
  readonly accuracy: number | null
}

/** A stored log whose rhythm is the same. */
type AlikeLog = ReviewKey & { readonly inCommon: number }

/** The evidence about a result. Figures are unrounded. */
export type Review = {
  readonly raceId: string
  readonly startsAt: number
  readonly text: SettledText
  readonly row: RaceResultRow
  readonly keys: readonly LoggedKey[] | null
  /** Computed again from the keys. What a client of contract A reported is not stored. */
  readonly signals: readonly Signal[]
  readonly alike: readonly AlikeLog[]
  /** The best verified wpm that the same player typed before this result. */
  readonly ownBest: number | null
  readonly reviewed: 'accepted' | 'rejected' | null
}

export type Decision = ReviewKey & {
  readonly decision: 'accepted' | 'rejected'
  /** Epoch ms. */
  readonly at: number
  readonly reason?: string
  readonly operator?: string
}

/** `decided before`: the same way, and nothing has changed. */
export type Decided = 'decided' | 'decided before' | 'decided otherwise' | 'not in review'

// Purpose:    results that wait for an operator, the oldest first.
// Parameters: $1 and $2 race and seat after which to go on, or null; $3 rows at most.
// Guarantee:  reads $3 entries of the index results_in_review. A row that was decided meanwhile still marks a place.
const LIST_SQL = /* sql */ `
  select r.race_id, r.seat, (select name from players where id = r.player_id) as username, r.at, c.lang, r.timed, r.wpm,
    r.accuracy
  from results as r join races as c on c.id = r.race_id
  where r.review and r.reviewed is null
    and ($1::text is null
      or (r.at, r.race_id, r.seat) > (select o.at, o.race_id, o.seat from results o where o.race_id = $1 and o.seat = $2))
  order by r.at, r.race_id, r.seat
  limit $3`

// Purpose:    what was decided of one result, and the own best before it. $1 race, $2 seat.
// Guarantee:  no row when it was never in review.
const STATE_SQL = /* sql */ `
  select r.reviewed, (
    select o.wpm from results as o
    where o.typed_by = r.typed_by and o.state = 'finished' and o.timed = 'keys' and not o.review and o.at < r.at
    order by o.wpm desc
    limit 1) as own_best
  from results as r
  where r.race_id = $1 and r.seat = $2 and (r.review or r.reviewed is not null)`

// Purpose:    logs of a like rhythm. $1 prints, $2 in common at least, $3 and $4 the race and seat itself.
const ALIKE_SQL = /* sql */ `
  select race_id, seat, in_common from logs_alike($1, $2) where (race_id, seat) <> ($3, $4)
  order by in_common desc, race_id, seat limit 10`

// Purpose: decides. Guarantee: see review_result in migrations.
const DECIDE_SQL = /* sql */ `
  select review_result($1, $2, $3, to_timestamp($4::double precision / 1000), $5, $6) as outcome`

type ListRow = Omit<WaitingReview, 'raceId' | 'at'> & { race_id: string; at: Date }

/** At most `limit` (1 to `REVIEWS_MAX`) that wait, from the oldest, or after one of them. @throws RangeError */
export async function waitingReviews(
  database: Database,
  limit: number,
  after?: ReviewKey,
): Promise<readonly WaitingReview[]> {
  if (!Number.isInteger(limit) || limit < 1 || limit > REVIEWS_MAX)
    throw new RangeError(`limit is 1 to ${REVIEWS_MAX}, not ${limit}`)
  if (after?.raceId.includes('\0') === true) return []
  const rows = await database.query<ListRow>('listing reviews', LIST_SQL, [
    after?.raceId ?? null,
    after?.seat ?? null,
    limit,
  ])
  return rows.map(({ race_id, at, ...row }) => ({ raceId: race_id, at: at.getTime(), ...row }))
}

/** One result that is, or was, in review; undefined for any other. */
export async function review(database: Database, { raceId, seat }: ReviewKey): Promise<Review | undefined> {
  const race = await raceResults(database, raceId)
  const row = race?.rows.find(one => one.seat === seat)
  if (race === undefined || row === undefined) return undefined
  const [state] = await database.query<{ reviewed: Review['reviewed']; own_best: number | null }>(
    'reading a review',
    STATE_SQL,
    [raceId, seat],
  )
  if (state === undefined) return undefined
  const keys = race.keyLogs[seat] ?? null
  return {
    raceId,
    startsAt: race.startsAt,
    text: race.text,
    row,
    keys,
    signals: [...signalsOf(row, race), ...historyOf(row, state.own_best)],
    alike: keys === null ? [] : await alikeLogs(database, { raceId, seat }, keys),
    ownBest: state.own_best,
    reviewed: state.reviewed,
  }
}

/** Decides a review, once: boards and best follow in the same statement, ratings by `rateRaces`. */
export async function decideReview(database: Database, given: Decision): Promise<Decided> {
  const { raceId, seat, decision, at, reason = null, operator = null } = given
  if (raceId.includes('\0')) return 'not in review'
  const values = [raceId, seat, decision, at, reason, operator]
  const [row] = await database.query<{ outcome: Decided }>('deciding a review', DECIDE_SQL, values)
  return row?.outcome ?? 'not in review'
}

async function alikeLogs(
  database: Database,
  { raceId, seat }: ReviewKey,
  keys: readonly LoggedKey[],
): Promise<readonly AlikeLog[]> {
  const values = [rhythmPrints(keys), PRINTS_IN_COMMON_MIN, raceId, seat]
  const rows = await database.query<{ race_id: string; seat: number; in_common: number }>(
    'looking for logs alike',
    ALIKE_SQL,
    values,
  )
  return rows.map(row => ({ raceId: row.race_id, seat: row.seat, inCommon: row.in_common }))
}

function signalsOf(row: RaceResultRow, race: RaceResults): Plausibility['signals'] {
  if (row.state !== 'finished') return []
  const keys = race.keyLogs[row.seat]
  const finish =
    keys === undefined
      ? ({ timed: 'arrival', figures: row } as const)
      : ({ timed: 'keys', figures: row, keys } as const)
  return plausibilityOf(finish).signals
}

function historyOf(row: RaceResultRow, ownBest: number | null): Plausibility['signals'] {
  if (row.state !== 'finished' || row.timed !== 'keys' || ownBest === null) return []
  const measured = row.wpm - ownBest
  return measured > ABOVE_OWN_BEST_WPM_MAX ? [{ kind: 'history', verdict: 'review', measured }] : []
}
