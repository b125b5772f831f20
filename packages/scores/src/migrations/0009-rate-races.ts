/** The write half of rating races; rate-races.ts computes between its read and this. rate_race stays for processes of before. */
export const rateRacesFunction = /* sql */ `
-- Purpose:    stores new ratings of the players of some races and marks these races rated.
-- Parameters: raced: JSON array of {raceId, players}: the races, distinct, each with how many it rates now: of two or more
--             finishers beyond doubt those that it has not rated yet. ratings: JSON array of {playerId, ratedRaces, more,
--             mu, sigma}, where ratedRaces is the count the new rating was computed from and more what these races add to it.
-- Returns:    'rated', or 'outdated' (a race or a player was rated, or a result accepted meanwhile: nothing is stored,
--             compute again).
-- Guarantee:  a race rates a player at most once, and no rating is computed from another one's past. All or nothing.
-- Locks:      the races by id, then players by folded name, as settle_races does.

create function rate_races(raced jsonb, ratings jsonb) returns text
language plpgsql set jit = off as $$
declare
  race_ids text[] := array(select "raceId" from jsonb_to_recordset(raced) as n ("raceId" text));
  unrated integer;
begin
  perform from races where id = any (race_ids) and rated_at is null order by id for update;
  get diagnostics unrated = row_count;
  if unrated <> cardinality(race_ids) then
    return 'outdated';
  end if;

  perform from jsonb_to_recordset(raced) as n ("raceId" text, players integer)
    cross join lateral (
      select count(distinct r.player_id) as all_of_it, count(distinct r.player_id) filter (where not r.rated) as to_rate
      from results r where r.race_id = n."raceId" and r.state = 'finished' and not r.review
    ) as finishers
    where n.players <> (case when all_of_it < 2 then 0 else to_rate end);
  if found then
    return 'outdated';
  end if;

  perform from players p
    join jsonb_to_recordset(ratings) as n ("playerId" bigint) on n."playerId" = p.id
    order by p.folded_name
    for update of p;

  perform from players p
    join jsonb_to_recordset(ratings) as n ("playerId" bigint, "ratedRaces" integer) on n."playerId" = p.id
    where p.rated_races <> n."ratedRaces";
  if found then
    return 'outdated';
  end if;

  update players p
    set rating_mu = n.mu, rating_sigma = n.sigma, rated_races = p.rated_races + n.more
    from jsonb_to_recordset(ratings) as n ("playerId" bigint, more integer, mu double precision, sigma double precision)
    where n."playerId" = p.id;
  update results r set rated = true
    from jsonb_to_recordset(raced) as n ("raceId" text, players integer)
    where r.race_id = n."raceId" and n.players > 0 and r.state = 'finished' and not r.review;
  update races set rated_at = now() where id = any (race_ids);
  return 'rated';
end
$$;
`
