/** Both halves of rating races but the arithmetic: rate-races.ts computes between reading the entrants and this. */
export const rateRaces = /* sql */ `
-- Purpose:    who takes part in the rating of some races, and at which rank. One call reads all of them: a view would be
--             computed for every stored race when a statement joins it. Each table is asked for these races by itself, so
--             that both are read by their index.
-- Parameters: race_ids: of any races.
-- Guarantee:  a player is there once, whatever number of seats it had. Verified finishes rank by place. Behind them comes
--             a seat that won without a finish, then all that typed and left, which share the last rank. A race that does
--             not count, or has fewer than two such players, or only such as left, has nobody.

create function rating_entrants(race_ids text[])
returns table (race_id text, player_id bigint, rank integer, is_rated boolean)
language sql stable as $$
  select race_id, player_id, rank, is_rated
  from (
    select r.race_id, r.player_id, min(seat.rank) as rank, bool_or(r.rated) as is_rated,
      count(*) over race as players, min(min(seat.rank)) over race as first
    from results r
    join races c on c.id = r.race_id
    cross join lateral (
      select case when r.state = 'finished' then r.place when r.won then 1000 else 1001 end as rank) as seat
    where r.race_id = any (race_ids) and c.id = any (race_ids) and c.is_rated
      and ((r.state = 'finished' and r.timed = 'keys' and not r.review) or r.ranks_unfinished)
    group by r.race_id, r.player_id
    window race as (partition by r.race_id)
  ) as entrant
  where players > 1 and first < 1001
$$;

-- Purpose:    stores new ratings of the players of some races and marks these races rated.
-- Parameters: raced: JSON array of {raceId, players}: the races, distinct, each with how many of its entrants it has not
--             rated yet. ratings: JSON array of {playerId, ratedRaces, more, mu, sigma} of all their entrants, where
--             ratedRaces is the count the new rating was computed from and more what these races add to it (0: the
--             rating does not change). pairs: JSON array of {day, low, high, more}: how many races more have rated these
--             two players by each other on that day.
-- Returns:    'rated', or 'outdated' (a race or an entrant was rated, or a result accepted meanwhile: nothing is stored,
--             compute again).
-- Guarantee:  a race rates a player at most once, and no rating or count of a pair is computed from another one's past.
--             All or nothing.
-- Locks:      the races by id, then players by folded name, as settle_races does.

create function rate_races(raced jsonb, ratings jsonb, pairs jsonb) returns text
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
    left join (
      select e.race_id, count(*) as players from rating_entrants(race_ids) as e where not e.is_rated group by e.race_id
    ) as present on present.race_id = n."raceId"
    where n.players <> coalesce(present.players, 0);
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

  update results r set rated = true
    from rating_entrants(race_ids) as e
    where r.race_id = any (race_ids) and r.race_id = e.race_id and r.player_id = e.player_id and not r.rated;
  update players p
    set rating_mu = n.mu, rating_sigma = n.sigma, rated_races = p.rated_races + n.more
    from jsonb_to_recordset(ratings) as n ("playerId" bigint, more integer, mu double precision, sigma double precision)
    where n."playerId" = p.id and n.more > 0;
  insert into rated_pairs as c (day, low, high, races)
    select day, low, high, more
    from jsonb_to_recordset(pairs) as n (day date, low bigint, high bigint, more smallint)
    order by day, low, high
    on conflict (day, low, high) do update set races = c.races + excluded.races;
  update races set rated_at = now() where id = any (race_ids);
  return 'rated';
end
$$;
`
