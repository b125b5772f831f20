/** The one statement a settlement is; it knows rhythms that come again. */
export const settleRacesKnowingRhythms = /* sql */ `
-- Purpose:    stores ended races: race, players, results, key logs and standings, in one statement.
-- Parameters: settlements: JSON array of races with distinct ids, as settlement-payload.ts writes it.
-- Returns:    the ids that were stored now; a race stored before is left out, and nothing of it is touched.
-- Guarantee:  exactly once: everything hangs on the insert of the race row, which one caller alone achieves
--             (a second one waits for the first's commit, then does nothing). All or nothing for the array.
-- Locks:      races by id, then players by folded name; a player's standings are only written under the
--             player's lock. Every caller takes them in this order, so no two wait for each other.
--             A finish whose rhythm is that of a log stored before, or of one before it in this call (copied), is for
--             review, and keeps no prints: however often one log is sent, it is known once.
-- jit = off:  the row estimates of JSON functions are high enough to have a 1 ms statement compiled.

create or replace function settle_races(settlements jsonb) returns setof text
language plpgsql set jit = off as $$
declare
  fresh text[];
begin
  with stored as (
    insert into races (id, text_id, lang, chars, text, source, licence, starts_at, ended_at, cancelled)
    select r."raceId", r."textId", r.lang, r.chars, r.text, r.source, r.licence, r."startsAt", r."endedAt", r.cancelled
    from jsonb_to_recordset(settlements) as r (
      "raceId" text, "textId" text, lang text, chars integer, text text, source text, licence text,
      "startsAt" timestamptz, "endedAt" timestamptz, cancelled boolean)
    order by r."raceId" collate "C"
    on conflict (id) do nothing
    returning id
  )
  select coalesce(array_agg(id), '{}') into fresh from stored;

  if fresh = '{}' then
    return;
  end if;

  with sent as materialized (
    select race->>'raceId' as race_id, race->>'lang' as lang, s.*
    from jsonb_array_elements(settlements) as race
    cross join jsonb_to_recordset(race->'seats') as s (
      seat smallint, name text, "foldedName" text, at timestamptz, timed text, won boolean,
      state text, reason text, place smallint, "finishedMs" double precision, wpm double precision,
      "raceWpm" double precision, raw double precision, accuracy double precision,
      consistency double precision, review boolean, buckets text[], keys jsonb, prints integer[],
      copied boolean)
    where race->>'raceId' = any (fresh)
  ),
  known as materialized ( -- 3: PRINTS_IN_COMMON_MIN
    select race_id, seat from sent
    where prints <> '{}' and (copied or exists (select from logs_alike(prints, 3)))
  ),
  seat as materialized (
    select s.race_id, s.lang, s.seat, s.name, s."foldedName", s.at, s.timed, s.won, s.state, s.reason, s.place,
      s."finishedMs", s.wpm, s."raceWpm", s.raw, s.accuracy, s.consistency, s.keys,
      s.review or (k.seat is not null and s.state = 'finished') as review,
      case when k.seat is null then s.buckets else '{}' end as buckets,
      case when k.seat is null then nullif(s.prints, '{}') end as prints
    from sent as s left join known as k on k.race_id = s.race_id and k.seat = s.seat
  ),
  raced as ( -- one row for each player, however many of these races it was in
    select
      "foldedName" as folded_name,
      (array_agg(name order by at desc))[1] as name,
      count(*) as races,
      count(*) filter (where won) as wins,
      (array_agg(wpm order by wpm desc, at) filter (where buckets <> '{}'))[1] as best_wpm,
      (array_agg(accuracy order by wpm desc, at) filter (where buckets <> '{}'))[1] as best_accuracy,
      (array_agg(at order by wpm desc, at) filter (where buckets <> '{}'))[1] as best_at,
      (array_agg(race_id order by wpm desc, at) filter (where buckets <> '{}'))[1] as best_race_id
    from seat
    group by "foldedName"
  ),
  player as (
    insert into players as p
      (name, folded_name, races, wins, best_wpm, best_accuracy, best_at, best_race_id)
    select name, folded_name, races, wins, best_wpm, best_accuracy, best_at, best_race_id
    from raced
    order by folded_name collate "C"
    on conflict (folded_name) do update set
      name = excluded.name,
      races = p.races + excluded.races,
      wins = p.wins + excluded.wins,
      (best_wpm, best_accuracy, best_at, best_race_id) = (
        select best.* from (values
          (p.best_wpm, p.best_accuracy, p.best_at, p.best_race_id),
          (excluded.best_wpm, excluded.best_accuracy, excluded.best_at, excluded.best_race_id)
        ) as best (wpm, accuracy, at, race_id)
        order by best.wpm desc nulls last, best.at
        limit 1)
    returning p.id, p.folded_name
  ),
  result as (
    insert into results (race_id, seat, player_id, at, timed, won, state, reason, place, finished_ms,
      wpm, race_wpm, raw, accuracy, consistency, review)
    select race_id, seat, player.id, at, timed, won, state, reason, place, "finishedMs",
      wpm, "raceWpm", raw, accuracy, consistency, review
    from seat join player on player.folded_name = seat."foldedName"
  ),
  key_log as (
    insert into key_logs (race_id, seat, keys, prints)
    select race_id, seat, keys, prints from seat where keys is not null
  )
  insert into boards as b (bucket, lang, player_id, wpm, accuracy, races, at)
  select distinct on (standing.bucket, standing.lang, player.id)
    standing.bucket, standing.lang, player.id, seat.wpm, seat.accuracy,
    count(*) over (partition by standing.bucket, standing.lang, player.id), seat.at
  from seat
  join player on player.folded_name = seat."foldedName"
  cross join lateral (
    select bucket, lang from unnest(seat.buckets) as bucket, (values (''), (seat.lang)) as every (lang)
  ) as standing
  order by standing.bucket, standing.lang, player.id, seat.wpm desc, seat.at
  on conflict (bucket, lang, player_id) do update set
    races = b.races + excluded.races,
    (wpm, accuracy, at) = (
      select best.* from (values
        (b.wpm, b.accuracy, b.at),
        (excluded.wpm, excluded.accuracy, excluded.at)
      ) as best (wpm, accuracy, at)
      order by best.wpm desc, best.at
      limit 1);

  return query select unnest(fresh);
end
$$;
`
