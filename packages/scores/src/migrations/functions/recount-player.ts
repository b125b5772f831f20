/** For when results change their player, or go. */
export const recountPlayer = /* sql */ `
-- Purpose:    computes one player's races, wins, best result and standings again from its results.
-- Parameters: player_row: players.id. An unknown one changes nothing.
-- Guarantee:  afterwards the row and its standings are what settling its results one by one would have left. Days and
--             weeks that pruning removes (more than five weeks ago) get no standing. The player of a deleted account
--             has no best and no standing. The rating does not change.
-- Locks:      the player. A caller that recounts several players does so by folded name, as settle_races locks them.

create function recount_player(player_row bigint) returns void
language plpgsql set jit = off as $$
declare
  is_nobody boolean;
begin
  select starts_with(folded_name, chr(1)) into is_nobody from players where id = player_row for update;
  if is_nobody is null then
    return;
  end if;
  update players p set races = counted.races, wins = counted.wins
    from (
      select count(*) as races, count(*) filter (where won and state = 'finished' and timed = 'keys' and not review) as wins
      from results where player_id = player_row) as counted
    where p.id = player_row;
  update players p set (best_wpm, best_accuracy, best_at, best_race_id) = (
      select r.wpm, r.accuracy, r.at, r.race_id from results r
      where r.player_id = player_row and r.state = 'finished' and r.timed = 'keys' and not r.review and not is_nobody
      order by r.wpm desc, r.at
      limit 1)
    where p.id = player_row;

  delete from boards where player_id = player_row;
  insert into boards (bucket, lang, timed, player_id, wpm, accuracy, races, at, race_id)
    select distinct on (one.bucket, one.lang, r.timed)
      one.bucket, one.lang, r.timed, player_row, r.wpm, r.accuracy,
      count(*) over (partition by one.bucket, one.lang, r.timed), r.at, r.race_id
    from results r
    join races c on c.id = r.race_id
    cross join lateral boards_of(
      case when r.at > now() - interval '5 weeks' then buckets_of(r.at) else '{all}' end, c.lang) as one
    where r.player_id = player_row and r.state = 'finished' and not r.review and not is_nobody
    order by one.bucket, one.lang, r.timed, r.wpm desc, r.at;
end
$$;
`
