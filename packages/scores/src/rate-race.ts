import { rate } from 'openskill'
import type { Database } from './database.ts'
import { ScoresUnavailable } from './scores-fault.ts'

export type RatedRace = {
  /** False: rated before, not settled yet, or there is no such race. */
  readonly rated: boolean
  /** Players whose rating moved: none when fewer than two finished beyond doubt, or were accepted. */
  readonly players: number
}

// Purpose:    the ratings a race's finishers have now.
// Parameters: $1 race id.
// Guarantee:  only seats that finished and are not marked for review; none when the race is rated or cancelled.
const FINISHERS_SQL = /* sql */ `
  select p.id as player_id, p.rating_mu as mu, p.rating_sigma as sigma, p.rated_races, min(r.place) as place,
    bool_or(r.rated) as rated
  from races as c
  join results as r on r.race_id = c.id
  join players as p on p.id = r.player_id
  where c.id = $1 and c.rated_at is null and r.state = 'finished' and not r.review
  group by p.id
  order by min(r.place), p.id`

// Purpose: stores them. $1 race id, $2 ratings. Guarantee: see rate_race in migrations.
const RATE_SQL = /* sql */ 'select rate_race($1, $2) as answer'

type Finisher = {
  player_id: string
  mu: number
  sigma: number
  rated_races: number
  place: number
  /** By this race, before another of its results was accepted. */
  rated: boolean
}
type Answer = 'rated' | 'settled before' | 'outdated'

const ATTEMPTS_MAX = 5

/**
 * Rates a settled race by its finishers' places (openskill's Plackett-Luce), each of them at most once however often it is
 * called. Those of a result accepted later are rated against all finishers, whose own ratings stay.
 *
 * @throws ScoresUnavailable also when its players are being rated elsewhere again and again.
 */
export async function rateRace(database: Database, raceId: string): Promise<RatedRace> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const finishers = await database.query<Finisher>('reading ratings', FINISHERS_SQL, [raceId])
    const ratings = newRatings(finishers)
    const values = [raceId, JSON.stringify(ratings)]
    const [row] = await database.query<{ answer: Answer }>('rating a race', RATE_SQL, values)
    if (row?.answer === 'rated') return { rated: true, players: ratings.length }
    if (row?.answer !== 'outdated') return { rated: false, players: 0 }
  }
  throw new ScoresUnavailable(
    `race ${raceId}: its players were rated elsewhere ${ATTEMPTS_MAX} times meanwhile`,
  )
}

function newRatings(finishers: readonly Finisher[]) {
  if (finishers.length < 2) return []
  const teams = finishers.map(({ mu, sigma }) => [{ mu, sigma }])
  const rated = rate(teams, { rank: finishers.map(({ place }) => place) }).flat()
  return finishers.flatMap(({ player_id, rated_races, rated: isRated }, index) =>
    isRated ? [] : [{ ...rated[index], playerId: player_id, ratedRaces: rated_races }],
  )
}
