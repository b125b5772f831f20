import { foldUsername } from '@ketik/protocol'
import { openScores } from '@ketik/scores'
import { askPostgres } from '../../../infra/local/ask-postgres.ts'

/** Each player has about this many results: the first ones far more, the last ones one or two. */
const RESULTS_EACH = 20
const RACES_AT_ONCE = 50_000
const DAYS = 365

export const playersFor = (results: number): number => results / RESULTS_EACH

/**
 * Duels over the last year, as settling and pruning leave them: a race, its two results, the figures of its players, and
 * their standings. Key logs alone are left out. The same for each run, but for the day.
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
  await sql.rows('vacuum analyze')
  // Recounting removes each player's standings first: without this index it would read those of all.
  await sql.rows('create index filling on boards (player_id)')
  await sql.rows('select recount_player(id) from players')
  await sql.rows('drop index filling')
  await sql.rows('update players set rated_races = races')
  const scores = openScores({ databaseUrl, poolMax: 1 })
  for (let isDone = false; !isDone; ) isDone = (await scores.pruneBoards(Date.now())).done
  await scores.close()
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
