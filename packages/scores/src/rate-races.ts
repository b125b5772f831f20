import { rate } from 'openskill'
import type { Database } from './database.ts'
import { ScoresUnavailable } from './scores-fault.ts'

export type RatedRace = {
  readonly raceId: string
  /** False: rated before, not ended yet, or there is no such race. */
  readonly rated: boolean
  /** Players whose rating moved: none when fewer than two finished beyond doubt, or were accepted. */
  readonly players: number
}

// Purpose:    races that wait to be rated, each with the ratings its finishers have now.
// Parameters: $1 race ids.
// Guarantee:  none that is rated or has not ended; only seats that finished and are not marked for review, in the order of
//             their places, the races in the order in which they ended. A race without any is one row without a player.
const FINISHERS_SQL = /* sql */ `
  select c.id as race_id, f.*
  from races as c
  left join lateral (
    select p.id as player_id, p.rating_mu as mu, p.rating_sigma as sigma, p.rated_races, min(r.place) as place,
      bool_or(r.rated) as rated
    from results as r
    join players as p on p.id = r.player_id
    where r.race_id = c.id and r.state = 'finished' and not r.review
    group by p.id
  ) as f on true
  where c.id = any ($1) and c.rated_at is null and c.ended_at is not null
  order by c.ended_at, c.id, f.place, f.player_id`

// Purpose: stores them. $1 races, $2 ratings. Guarantee: see rate_races in migrations.
const RATE_SQL = /* sql */ 'select rate_races($1, $2) as answer'

type Row = { race_id: string } & (Finisher | { player_id: null })
type Finisher = {
  player_id: string
  mu: number
  sigma: number
  rated_races: number
  place: number
  /** By this race, before another of its results was accepted. */
  rated: boolean
}
type Race = { readonly raceId: string; readonly finishers: Finisher[] }
type Rating = {
  readonly playerId: string
  /** The count it was computed from, and by how many it grows. */
  readonly ratedRaces: number
  readonly more: number
  readonly mu: number
  readonly sigma: number
}

const ATTEMPTS_MAX = 5

/**
 * Rates settled races by their finishers' places (openskill's Plackett-Luce), one after the other in the order in which
 * they ended, and each finisher of one at most once however often it is called: those of a result accepted later are
 * rated against all finishers, whose own ratings stay. Two round trips, all or none.
 *
 * @throws ScoresUnavailable also when their players are being rated elsewhere again and again.
 */
export async function rateRaces(
  database: Database,
  raceIds: readonly string[],
): Promise<readonly RatedRace[]> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const races = byRace(await database.query<Row>('reading ratings', FINISHERS_SQL, [raceIds]))
    const moved = new Map(races.map(({ raceId, finishers }) => [raceId, ratedNow(finishers).length]))
    const answers = raceIds.map(raceId => ({
      raceId,
      rated: moved.has(raceId),
      players: moved.get(raceId) ?? 0,
    }))
    if (races.length === 0) return answers
    const raced = [...moved].map(([raceId, players]) => ({ raceId, players }))
    const values = [JSON.stringify(raced), JSON.stringify(newRatings(races))]
    const [row] = await database.query<{ answer: 'rated' | 'outdated' }>('rating races', RATE_SQL, values)
    if (row?.answer === 'rated') return answers
  }
  throw new ScoresUnavailable(
    `races ${raceIds.join(', ')}: their players were rated elsewhere ${ATTEMPTS_MAX} times meanwhile`,
  )
}

function byRace(rows: readonly Row[]): readonly Race[] {
  const races = new Map<string, Race>()
  for (const row of rows) {
    const race = races.get(row.race_id) ?? { raceId: row.race_id, finishers: [] }
    races.set(row.race_id, race)
    if (row.player_id !== null) race.finishers.push(row)
  }
  return [...races.values()]
}

/** Of two or more finishers those that the race has not rated yet. */
function ratedNow(finishers: readonly Finisher[]): readonly Finisher[] {
  return finishers.length < 2 ? [] : finishers.filter(({ rated }) => !rated)
}

/** What each player's rating is after all these races. */
function newRatings(races: readonly Race[]): readonly Rating[] {
  const ratings = new Map<string, Rating>()
  for (const { finishers } of races) {
    const rating = ratedNow(finishers)
    if (rating.length === 0) continue
    const before = finishers.map(
      ({ player_id: playerId, rated_races: ratedRaces, mu, sigma }) =>
        ratings.get(playerId) ?? { playerId, ratedRaces, more: 0, mu, sigma },
    )
    const teams = before.map(({ mu, sigma }) => [{ mu, sigma }])
    const after = rate(teams, { rank: finishers.map(({ place }) => place) }).flat()
    for (const [index, finisher] of finishers.entries()) {
      const own = before[index]
      if (own === undefined || !rating.includes(finisher)) continue
      ratings.set(own.playerId, { ...own, ...after[index], more: own.more + 1 })
    }
  }
  return [...ratings.values()]
}
