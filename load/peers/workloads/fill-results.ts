import { foldUsername } from '@ketik/protocol'
import { askPostgres } from '../../../infra/local/ask-postgres.ts'

/** Each player has about this many results: the first ones far more, the last ones one or two. */
const RESULTS_EACH = 20
const RACES_AT_ONCE = 50_000
const DAYS = 365

export const playersFor = (results: number): number => results / RESULTS_EACH

/**
 * Duels over the last year, as settling leaves them: a race, its two results, the figures of its players, and the boards
 * that pruning would have kept. Key logs alone are left out. The same for each run, but for the day.
 */
export const fillResults = async (databaseUrl: string, results: number): Promise<void> => {
  const sql = await askPostgres(databaseUrl)
  const [races, players] = [results / 2, playersFor(results)]
  await sql.rows('set jit = off')
  const names = Array.from({ length: players }, (_, number) => `Racer ${number + 1}`)
  await sql.rows('insert into players (name, folded_name) select * from unnest($1::text[], $2::text[])', [
    names,
    names.map(foldUsername),
  ])
  for (let from = 1; from <= races; from += RACES_AT_ONCE) {
    const to = Math.min(races, from + RACES_AT_ONCE - 1)
    await sql.rows(RACES_SQL, [from, to, DAYS * 86_400, races])
    await sql.rows(RESULTS_SQL, [from, to, players])
  }
  await sql.rows(BOARDS_SQL)
  await sql.rows(PLAYERS_SQL)
  await sql.rows('vacuum analyze')
  await sql.close()
}

/** A number from 0 to 1 that looks drawn, from a race's number and what it is drawn for. */
const drawn = (salt: number, race = 'n') =>
  `(abs(hashint8extended(${race}, ${salt}) % 1000003)::double precision / 1000003)`

// $1, $2 first and last number, $3 seconds they are spread over, $4 how many there are.
const RACES_SQL = `
  insert into races (id, text_id, lang, chars, starts_at, ended_at, cancelled, settled_at, rated_at)
  select 'r' || lpad(to_hex(n), 18, '0'), 't' || n % 500, case when ${drawn(1)} < 0.7 then 'en' else 'id' end, 210,
    at - interval '60 s', at, false, at, at
  from generate_series($1::bigint, $2::bigint) as n,
    lateral (select now() - $3::double precision * (1 - n / $4::double precision) * interval '1 s' as at) as ended`

// $1, $2 first and last number, $3 players. Who races much races against others who do, and the faster one wins.
const RESULTS_SQL = `
  insert into results (race_id, seat, player_id, typed_by, at, timed, won, state, place, finished_ms, wpm, race_wpm, raw, accuracy, consistency, review)
  select 'r' || lpad(to_hex(n), 18, '0'), seat, player, 'p-' || player, ended_at, 'keys', wpm = max(wpm) over race, 'finished',
    rank() over (race order by wpm desc), 2520000 / wpm, wpm, wpm * 0.99, wpm * 1.05, 0.9 + ${drawn(2)} * 0.1, 60 + ${drawn(3)} * 40, false
  from generate_series($1::bigint, $2::bigint) as n
  join races on races.id = 'r' || lpad(to_hex(n), 18, '0')
  cross join lateral (
    select seat, player, 35 + 80 * (player * 7919 % 1000) / 1000.0 + 30 * (${drawn(4)} + seat * 0.001) as wpm
    from (values
      (0, 1 + floor(($3::integer / 2) * ${drawn(5)} ^ 2)::bigint * 2),
      (1, 2 + floor(($3::integer / 2) * ${drawn(6)} ^ 2)::bigint * 2)
    ) as seated (seat, player)
  ) as seats
  window race as (partition by n)`

const BOARDS_SQL = `
  insert into boards (bucket, lang, timed, player_id, wpm, accuracy, races, at, race_id)
  select distinct on (bucket, board.lang, player_id) bucket, board.lang, r.timed, player_id, wpm, accuracy,
    count(*) over (partition by bucket, board.lang, player_id), r.at, r.race_id
  from results as r
  join races on races.id = r.race_id
  cross join lateral (values (''), (races.lang)) as board (lang)
  cross join lateral (values
    ('all'),
    (case when r.at > now() - interval '28 days' then 'week:' || to_char(r.at at time zone 'utc', 'IYYY"-W"IW') end),
    (case when r.at > now() - interval '7 days' then 'day:' || to_char(r.at at time zone 'utc', 'YYYY-MM-DD') end)
  ) as board_of (bucket)
  where bucket is not null
  order by bucket, board.lang, player_id, wpm desc, r.at`

const PLAYERS_SQL = `
  update players set races = of.races, wins = of.wins, rated_races = of.races,
    best_wpm = of.wpm, best_accuracy = of.accuracy, best_at = of.at, best_race_id = of.race_id
  from (
    select distinct on (player_id) player_id, wpm, accuracy, at, race_id,
      count(*) over (partition by player_id) as races, count(*) filter (where won) over (partition by player_id) as wins
    from results order by player_id, wpm desc, at
  ) as of
  where of.player_id = players.id`
