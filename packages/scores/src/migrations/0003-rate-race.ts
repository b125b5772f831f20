/** The write half of rating a race; rate-race.ts computes between its read and this. */
export const rateRaceFunction = /* sql */ `
-- Purpose:    stores new ratings of a race's players and marks the race rated.
-- Parameters: race: its id; ratings: JSON array of {playerId, ratedRaces, mu, sigma}, where ratedRaces is
--             the count the new rating was computed from. Empty: only the mark.
-- Returns:    'rated', 'settled before' (no such race, or rated already), or 'outdated' (a player was rated
--             meanwhile: nothing is stored, compute again).
-- Guarantee:  a race is rated at most once, and no rating is computed from another one's past.
-- Locks:      the race, then players by folded name, as settle_races does.

create function rate_race(race text, ratings jsonb) returns text
language plpgsql as $$
begin
  perform from races where id = race and rated_at is null for update;
  if not found then
    return 'settled before';
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
  update races set rated_at = now() where id = race;
  return 'rated';
end
$$;
`
