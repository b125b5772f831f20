/** The write half of rating a race, also of one that is rated again for a result accepted late. */
export const rateRaceBySeat = /* sql */ `
-- Purpose:    stores new ratings of a race's players and marks the race rated.
-- Parameters: race: its id; ratings: JSON array of {playerId, ratedRaces, mu, sigma}, where ratedRaces is
--             the count the new rating was computed from: of every finisher that it has not rated yet. Empty: only the
--             mark, when fewer than two finished beyond doubt.
-- Returns:    'rated', 'settled before' (no such race, or rated already), or 'outdated' (a player was rated,
--             or a result accepted meanwhile: nothing is stored, compute again).
-- Guarantee:  a race rates a player at most once, and no rating is computed from another one's past.
-- Locks:      the race, then players by folded name, as settle_races does.

create or replace function rate_race(race text, ratings jsonb) returns text
language plpgsql as $$
declare
  finishers integer;
  unrated integer;
begin
  perform from races where id = race and rated_at is null for update;
  if not found then
    return 'settled before';
  end if;

  select count(distinct player_id), count(distinct player_id) filter (where not rated) into finishers, unrated
    from results where race_id = race and state = 'finished' and not review;
  if jsonb_array_length(ratings) <> (case when finishers < 2 then 0 else unrated end) then
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
    set rating_mu = n.mu, rating_sigma = n.sigma, rated_races = p.rated_races + 1
    from jsonb_to_recordset(ratings) as n ("playerId" bigint, mu double precision, sigma double precision)
    where n."playerId" = p.id;
  update results r set rated = true
    from jsonb_to_recordset(ratings) as n ("playerId" bigint)
    where r.race_id = race and r.player_id = n."playerId" and r.state = 'finished' and not r.review;
  update races set rated_at = now() where id = race;
  return 'rated';
end
$$;
`
