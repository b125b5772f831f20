/** Storing races: 0010, with who typed each result. */
export const settleRaces = /* sql */ `
-- Purpose:    stores races as far as they are known, in one statement: finishes while a race runs, and at its end the
--             places of the finishes stored before, the remaining seats and races.ended_at.
-- Parameters: settlements: JSON array of races with distinct ids, as settlement-payload.ts writes it. A race that is
--             still running has endedAt null and carries only seats that have finished.
-- Returns:    the ids of the races of which something was stored now.
-- Guarantee:  exactly once for each race and seat. The insert or update of the race row locks the race, also against
--             a caller that sends the same race at the same time. A seat that has a row is not stored again: only its
--             place and its win are added, once, by the call that ends the race. A race that has ended is not touched.
--             All or nothing for the array.
--             A player's races, best and standings are counted with the finish, its wins when the race ends. A finish
--             stored before belongs to its player row, whatever that player is called by now or whether the account
--             was deleted.
-- Locks:      races by id, then the accounts of players stored before (shared, so that they cannot be renamed), then
--             players by folded name; a player's standings are only written under the player's lock. Every caller
--             takes them in this order, so that no two callers wait for each other.
--             A finish whose rhythm is that of a log stored before, or of one before it in this call (copied), is
--             marked for review and keeps no prints: however often one log is sent, it is known once.
-- jit = off:  the row estimates of JSON functions are high enough to have a 1 ms statement compiled.

create or replace function settle_races(settlements jsonb) returns setof text
language plpgsql set jit = off as $$
declare
  running text[]; -- not ended before this call
  ending text[]; -- of these the ones that end now
  names text[];
  held text[];
begin
  with stored as (
    insert into races as c (id, text_id, lang, chars, text, source, licence, starts_at, ended_at, cancelled,
      is_private, is_rated)
    select r."raceId", r."textId", r.lang, r.chars, r.text, r.source, r.licence, r."startsAt", r."endedAt", r.cancelled,
      r."isPrivate", r."isRated"
    from jsonb_to_recordset(settlements) as r (
      "raceId" text, "textId" text, lang text, chars integer, text text, source text, licence text,
      "startsAt" timestamptz, "endedAt" timestamptz, cancelled boolean, "isPrivate" boolean, "isRated" boolean)
    order by r."raceId" collate "C"
    on conflict (id) do update
      set ended_at = excluded.ended_at, cancelled = excluded.cancelled, settled_at = excluded.settled_at
      where c.ended_at is null
    returning id, ended_at
  )
  select coalesce(array_agg(id), '{}'), coalesce(array_agg(id) filter (where ended_at is not null), '{}')
    into running, ending from stored;

  if running = '{}' then
    return;
  end if;

  loop -- until the names of all players stored before are read under the locks of their accounts
    names := array(select distinct p.folded_name from results r join players p on p.id = r.player_id
      where r.race_id = any (ending) order by p.folded_name);
    exit when names = coalesce(held, '{}');
    perform from accounts where folded_name = any (names) for share;
    held := names;
  end loop;

  return query
  with sent as materialized (
    select race->>'raceId' as race_id, race->>'lang' as lang, s.*
    from jsonb_array_elements(settlements) as race
    cross join jsonb_to_recordset(race->'seats') as s (
      seat smallint, name text, "foldedName" text, "typedBy" text, at timestamptz, timed text, won boolean,
      state text, reason text, place smallint, "finishedMs" double precision, wpm double precision,
      "raceWpm" double precision, raw double precision, accuracy double precision,
      consistency double precision, review boolean, buckets text[], keys jsonb, prints integer[],
      copied boolean)
    where race->>'raceId' = any (running)
  ),
  before as materialized ( -- finishes stored before whose race ends now
    select r.race_id, r.seat, p.name, p.folded_name, r.at,
      coalesce(s.won, false) as won,
      -- A finish that the record has lost (with its Redis, twice) ranks behind all others.
      coalesce(s.place, 1 + (select count(*) from sent o where o.race_id = r.race_id and o.place is not null)) as place
    from results r
    join players p on p.id = r.player_id
    left join sent s on s.race_id = r.race_id and s.seat = r.seat
    where r.race_id = any (ending)
  ),
  fresh as materialized (
    select * from sent s
    where not exists (select from results r where r.race_id = s.race_id and r.seat = s.seat)
  ),
  known as materialized ( -- 3: PRINTS_IN_COMMON_MIN
    select race_id, seat from fresh
    where prints <> '{}' and (copied or exists (select from logs_alike(prints, 3)))
  ),
  seat as materialized (
    select s.race_id, s.lang, s.seat, s.name, s."foldedName" as folded_name, s."typedBy", s.at, s.timed, s.won, s.state, s.reason,
      s.place, s."finishedMs", s.wpm, s."raceWpm", s.raw, s.accuracy, s.consistency, s.keys,
      s.review or (k.seat is not null and s.state = 'finished') as review,
      case when k.seat is null then s.buckets else '{}' end as buckets,
      case when k.seat is null then nullif(s.prints, '{}') end as prints
    from fresh as s left join known as k on k.race_id = s.race_id and k.seat = s.seat
  ),
  counted as ( -- what each seat adds to its player
    select race_id, name, folded_name, at, won, 1 as races, wpm, accuracy, buckets <> '{}' as is_standing from seat
    union all
    select race_id, name, folded_name, at, won, 0, null, null, false from before
  ),
  raced as ( -- one row for each player, however many of these races it was in
    select
      folded_name,
      (array_agg(name order by at desc))[1] as name,
      sum(races) as races,
      count(*) filter (where won) as wins,
      (array_agg(wpm order by wpm desc, at) filter (where is_standing))[1] as best_wpm,
      (array_agg(accuracy order by wpm desc, at) filter (where is_standing))[1] as best_accuracy,
      (array_agg(at order by wpm desc, at) filter (where is_standing))[1] as best_at,
      (array_agg(race_id order by wpm desc, at) filter (where is_standing))[1] as best_race_id
    from counted
    group by folded_name
    having sum(races) > 0 or count(*) filter (where won) > 0
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
    insert into results (race_id, seat, player_id, typed_by, at, timed, won, state, reason, place, finished_ms,
      wpm, race_wpm, raw, accuracy, consistency, review)
    select race_id, seat, player.id, "typedBy", at, timed, won, state, reason, place, "finishedMs",
      wpm, "raceWpm", raw, accuracy, consistency, review
    from seat join player using (folded_name)
  ),
  placed as (
    update results r set place = b.place, won = b.won
    from before b where b.race_id = r.race_id and b.seat = r.seat
  ),
  key_log as (
    insert into key_logs (race_id, seat, keys, prints)
    select race_id, seat, keys, prints from seat where keys is not null
  ),
  board as (
    insert into boards as b (bucket, lang, player_id, wpm, accuracy, races, at)
    select distinct on (standing.bucket, standing.lang, player.id)
      standing.bucket, standing.lang, player.id, seat.wpm, seat.accuracy,
      count(*) over (partition by standing.bucket, standing.lang, player.id), seat.at
    from seat
    join player using (folded_name)
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
        limit 1)
  )
  select race_id from seat
  union
  select unnest(ending);
end
$$;
`
