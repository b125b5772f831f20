import type { Database } from './database.ts'
import { type Entrant, newRatings, type RaceToRate, type RatedPair } from './new-ratings.ts'
import { ScoresUnavailable } from './scores-fault.ts'

export type RatedRace = {
  readonly raceId: string
  /** False: rated before, not ended yet, or there is no such race. */
  readonly rated: boolean
  /** Players whose rating moved: none when the race does not count, or when fewer than two take part. */
  readonly players: number
}

// Purpose:    races that wait to be rated, each with its entrants, their ratings now, and how often they met that day.
// Parameters: $1 race ids.
// Guarantee:  none that is rated or has not ended; by rank, the races in the order in which they ended. A race without
//             entrants is one row without a player. met: of the row's player with those of a higher id, by id.
const ENTRANTS_SQL = /* sql */ `
  with race as (
    select id, ended_at, (ended_at at time zone 'UTC')::date as day from races
    where id = any ($1) and rated_at is null and ended_at is not null
  ), entrant as (
    select e.*, p.rating_mu as mu, p.rating_sigma as sigma, p.rated_races,
      array_agg(e.player_id) over (partition by e.race_id) as players
    from rating_entrants($1) as e
    join players as p on p.id = e.player_id
  )
  select r.id as race_id, r.day::text, e.player_id, e.rank, e.is_rated, e.mu, e.sigma, e.rated_races,
    (select json_object_agg(m.high, m.races) from rated_pairs as m
      where m.day = r.day and m.low = e.player_id and m.high = any (e.players)) as met
  from race as r
  left join entrant as e on e.race_id = r.id
  order by r.ended_at, r.id, e.rank, e.player_id`

// Purpose: stores them. $1 races, $2 ratings, $3 pairs. Guarantee: see rate_races in migrations.
const RATE_SQL = /* sql */ 'select rate_races($1, $2, $3) as answer'

type Row = { race_id: string; day: string } & (EntrantColumns | { player_id: null })
type EntrantColumns = {
  player_id: string
  rank: number
  is_rated: boolean
  mu: number
  sigma: number
  rated_races: number
  met: { readonly [high: string]: number } | null
}

const ATTEMPTS_MAX = 5

/**
 * Rates settled races, one after the other in the order in which they ended, and each entrant of one at most once
 * however often it is called: those of a result accepted later are rated by all the others, whose own ratings stay. Two
 * round trips, all or none.
 *
 * @throws ScoresUnavailable also when their players are being rated elsewhere again and again.
 */
export async function rateRaces(
  database: Database,
  raceIds: readonly string[],
): Promise<readonly RatedRace[]> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const rows = await database.query<Row>('reading ratings', ENTRANTS_SQL, [raceIds])
    const races = toRaces(rows)
    const { ratings, pairs, moved } = newRatings(races, rows.flatMap(toPairs))
    const answers = raceIds.map(raceId => ({
      raceId,
      rated: moved.has(raceId),
      players: moved.get(raceId) ?? 0,
    }))
    if (races.length === 0) return answers
    const raced = races.map(({ raceId, entrants }) => ({
      raceId,
      players: entrants.filter(({ isRated }) => !isRated).length,
    }))
    const more = pairs.map(({ races, ...pair }) => ({ ...pair, more: races }))
    const values = [raced, ratings, more].map(value => JSON.stringify(value))
    const [row] = await database.query<{ answer: 'rated' | 'outdated' }>('rating races', RATE_SQL, values)
    if (row?.answer === 'rated') return answers
  }
  throw new ScoresUnavailable(
    `races ${raceIds.join(', ')}: their players were rated elsewhere ${ATTEMPTS_MAX} times meanwhile`,
  )
}

function toRaces(rows: readonly Row[]): readonly RaceToRate[] {
  const races = new Map<string, RaceToRate & { readonly entrants: Entrant[] }>()
  for (const row of rows) {
    const race = races.get(row.race_id) ?? { raceId: row.race_id, day: row.day, entrants: [] }
    races.set(row.race_id, race)
    if (row.player_id !== null) race.entrants.push(toEntrant(row))
  }
  return [...races.values()]
}

const toEntrant = ({ player_id, rank, is_rated, rated_races, mu, sigma }: EntrantColumns): Entrant => ({
  playerId: player_id,
  rank,
  isRated: is_rated,
  ratedRaces: rated_races,
  mu,
  sigma,
})

const toPairs = (row: Row): readonly RatedPair[] =>
  row.player_id === null
    ? []
    : Object.entries(row.met ?? {}).map(([high, races]) => ({
        day: row.day,
        low: row.player_id,
        high,
        races,
      }))
