/** Deciding a review of a result. */
export const reviews = /* sql */ `
-- Purpose:    decides a review once.
-- Parameters: of_seat of race; decision 'accepted' or 'rejected'; the rest is for the moderation log.
-- Returns:    'decided', 'decided before' (the same way), 'decided otherwise' or 'not in review'.
-- Guarantee:  an accepted result counts exactly once, as if it had never been in review: on the boards of its timing,
--             and, when its keys were verified, as best and as win. The race may then rate who it has not rated.
-- Locks:      the names, the race, then the player, as settle_races does.

create function review_result(race text, of_seat smallint, decision text, decided_at timestamptz, because text,
  by_operator text) returns text
language plpgsql as $$
declare
  result results;
  player players;
  in_lang text;
begin
  perform lock_names_shared(); -- a deletion locks the player first, and results after it
  select lang into in_lang from races where id = race for update;
  select * into result from results r where r.race_id = race and r.seat = of_seat for update;
  if result.reviewed is not null then
    return case when result.reviewed = decision then 'decided before' else 'decided otherwise' end;
  elsif result.review is not true then
    return 'not in review';
  end if;
  insert into moderation (at, action, subject, until, reason, operator) values (decided_at,
    case decision when 'accepted' then 'accept-result' else 'reject-result' end, race || ':' || of_seat, decided_at,
    because, by_operator);
  update results r set reviewed = decision, review = decision = 'rejected' where r.race_id = race and r.seat = of_seat;
  if decision = 'rejected' then
    return 'decided';
  end if;
  update races set rated_at = null where id = race;
  select * into player from players where id = result.player_id for update;
  if result.timed = 'keys' and result.won then
    update players p set wins = p.wins + 1 where p.id = player.id;
  end if;
  if starts_with(player.folded_name, chr(1)) then -- of a deleted account: nobody's
    return 'decided';
  end if;
  update players p
    set best_wpm = result.wpm, best_accuracy = result.accuracy, best_at = result.at, best_race_id = race
    where p.id = player.id and result.timed = 'keys'
      and (p.best_wpm is null or (result.wpm, p.best_at) > (p.best_wpm, result.at));
  insert into boards as b (bucket, lang, timed, player_id, wpm, accuracy, races, at, race_id)
    select one.bucket, one.lang, result.timed, player.id, result.wpm, result.accuracy, 1, result.at, race
    from boards_of(buckets_of(result.at), in_lang) as one
    order by 1, 2
  on conflict (bucket, lang, timed, player_id) do update set
    races = b.races + 1,
    (wpm, accuracy, at, race_id) = (
      select best.* from (values
        (b.wpm, b.accuracy, b.at, b.race_id),
        (excluded.wpm, excluded.accuracy, excluded.at, excluded.race_id)
      ) as best (wpm, accuracy, at, race_id)
      order by best.wpm desc, best.at
      limit 1);
  return 'decided';
end
$$;
`
