/** Storing races: finishes while a race runs, and its end. */
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
--             A player's races, best and standings are counted with the finish, its wins when the race ends. Best and
--             wins are of verified results only. A finish stored before belongs to its player row, whatever that player
--             is called by now or whether the account was deleted.
-- Locks:      lock_names_shared (the caller has it, by under_present_names), so that no player is renamed meanwhile. Then
--             races by id, then players by folded name; a player's standings are only written under the player's lock.
--             Every caller takes them in this order, so that no two callers wait for each other.
--             A finish whose rhythm is that of a log stored before, or of one before it in this call (copied), is
--             marked for review and keeps no prints: however often one log is sent, it is known once.
--             A verified finish more than 60 wpm above the best verified result that the same player typed before it
--             is marked for review too.
-- jit = off:  the row estimates of JSON functions are high enough to have a 1 ms statement compiled.

-- The best after one more result: a result more than 60 wpm above it goes to review, and is no best.
create function own_best_after(best double precision, stored double precision, wpm double precision)
returns double precision language sql immutable
return case when wpm > greatest(best, stored) + 60 then greatest(best, stored) else greatest(best, stored, wpm) end;
create aggregate own_best(stored double precision, wpm double precision) (
  sfunc = own_best_after, stype = double precision);

create function settle_races(settlements jsonb) returns setof text
language plpgsql set jit = off as $$
declare
  running text[]; -- not ended before this call
  ending text[]; -- of these the ones that end now
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

  return query
  with sent as materialized (
    select race->>'raceId' as race_id, race->>'lang' as lang, s.*
    from jsonb_array_elements(settlements) as race
    cross join jsonb_to_recordset(race->'seats') as s (
      seat smallint, name text, "foldedName" text, "typedBy" text, at timestamptz, timed text, won boolean,
      state text, reason text, place smallint, "finishedMs" double precision, wpm double precision,
      "raceWpm" double precision, raw double precision, accuracy double precision,
      consistency double precision, review boolean, buckets text[], keys jsonb, prints integer[],
      copied boolean, "ranksUnfinished" boolean)
    where race->>'raceId' = any (running)
  ),
  present as materialized ( -- what has a row already: by the key, however few rows the planner once saw
    select race_id, seat, player_id, at, timed, review from results where race_id = any (running)
  ),
  before as materialized ( -- finishes stored before whose race ends now
    select r.race_id, r.seat, p.name, p.folded_name, r.at,
      r.timed = 'keys' and not r.review as is_verified,
      coalesce(s.won, false) as won,
      -- A finish that the record has lost (with its Redis, twice) ranks behind all others.
      coalesce(s.place, 1 + (select count(*) from sent o where o.race_id = r.race_id and o.place is not null)) as place
    from present r
    join players p on p.id = r.player_id
    left join sent s on s.race_id = r.race_id and s.seat = r.seat
    where r.race_id = any (ending)
  ),
  fresh as materialized (
    select * from sent s
    where not exists (select from present r where r.race_id = s.race_id and r.seat = s.seat)
  ),
  known as materialized ( -- 3: PRINTS_IN_COMMON_MIN
    select race_id, seat from fresh
    where prints <> '{}' and (copied or exists (select from logs_alike(prints, 3)))
  ),
  typed as ( -- verified but for the history of who typed it, each that may be a leap with the best stored before it
    select s.race_id, s.seat, s."typedBy" as typed_by, s.at, s.wpm, case when s.wpm > 60 then (
      select r.wpm from results r
      where r.typed_by = s."typedBy" and r.state = 'finished' and r.timed = 'keys' and not r.review and r.at < s.at
      order by r.wpm desc
      limit 1) end as stored
    from fresh s
    where s.state = 'finished' and s.timed = 'keys' and not s.review
      and (s.race_id, s.seat) not in (select race_id, seat from known)
  ),
  leap as materialized (
    select race_id, seat from (
      select race_id, seat, wpm, greatest(own_best(stored, wpm) over (partition by typed_by order by at, race_id, seat
        rows between unbounded preceding and 1 preceding), stored) as best
      from typed) as own
    where wpm > best + 60
  ),
  seat as materialized (
    select s.race_id, s.lang, s.seat, s.name, s."foldedName" as folded_name, s."typedBy", s.at, s.timed, s.won, s.state, s.reason,
      s.place, s."finishedMs", s.wpm, s."raceWpm", s.raw, s.accuracy, s.consistency, s.keys, s."ranksUnfinished",
      s.review or (s.state = 'finished' and (k.seat is not null or l.seat is not null)) as review,
      case when k.seat is null and l.seat is null then s.buckets else '{}' end as buckets,
      case when k.seat is null then nullif(s.prints, '{}') end as prints
    from fresh as s
    left join known as k on k.race_id = s.race_id and k.seat = s.seat
    left join leap as l on l.race_id = s.race_id and l.seat = s.seat
  ),
  counted as ( -- what each seat adds to its player
    select race_id, name, folded_name, at, won and state = 'finished' and timed = 'keys' and not review as is_win,
      1 as races, wpm, accuracy, timed = 'keys' and buckets <> '{}' as is_standing
    from seat
    union all
    select race_id, name, folded_name, at, won and is_verified, 0, null, null, false from before
  ),
  raced as ( -- one row for each player, however many of these races it was in
    select
      folded_name,
      (array_agg(name order by at desc))[1] as name,
      sum(races) as races,
      count(*) filter (where is_win) as wins,
      (array_agg(wpm order by wpm desc, at) filter (where is_standing))[1] as best_wpm,
      (array_agg(accuracy order by wpm desc, at) filter (where is_standing))[1] as best_accuracy,
      (array_agg(at order by wpm desc, at) filter (where is_standing))[1] as best_at,
      (array_agg(race_id order by wpm desc, at) filter (where is_standing))[1] as best_race_id
    from counted
    group by folded_name
    having sum(races) > 0 or count(*) filter (where is_win) > 0
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
      wpm, race_wpm, raw, accuracy, consistency, review, ranks_unfinished)
    select race_id, seat, player.id, "typedBy", at, timed, won, state, reason, place, "finishedMs",
      wpm, "raceWpm", raw, accuracy, consistency, review, "ranksUnfinished"
    from seat join player using (folded_name)
  ),
  placed as (
    update results r set place = b.place, won = b.won
    from before b where b.race_id = r.race_id and b.seat = r.seat
  ),
  key_log as (
    insert into key_logs (race_id, seat, keys, prints, at)
    select race_id, seat, keys, prints, at from seat where keys is not null
  ),
  standing as (
    insert into boards as b (bucket, lang, timed, player_id, wpm, accuracy, races, at, race_id)
    select distinct on (one.bucket, one.lang, seat.timed, player.id)
      one.bucket, one.lang, seat.timed, player.id, seat.wpm, seat.accuracy,
      count(*) over (partition by one.bucket, one.lang, seat.timed, player.id), seat.at, seat.race_id
    from seat
    join player using (folded_name)
    cross join lateral boards_of(seat.buckets, seat.lang) as one
    order by one.bucket, one.lang, seat.timed, player.id, seat.wpm desc, seat.at
    on conflict (bucket, lang, timed, player_id) do update set
      races = b.races + excluded.races,
      (wpm, accuracy, at, race_id) = (
        select best.* from (values
          (b.wpm, b.accuracy, b.at, b.race_id),
          (excluded.wpm, excluded.accuracy, excluded.at, excluded.race_id)
        ) as best (wpm, accuracy, at, race_id)
        order by best.wpm desc, best.at
        limit 1)
  )
  select race_id from seat
  union
  select unnest(ending);
end
$$;
`
