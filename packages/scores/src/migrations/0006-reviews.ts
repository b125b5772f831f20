/** Results kept apart until an operator has looked, and rhythms that are known when they come again. */
export const reviews = /* sql */ `
-- Purpose:    reviews of results: what was decided, what waits, whom a race has rated; prints of rhythms.
-- Guarantee:  a decision is made once and never changed; accepting one counts the result on boards and best exactly
--             once, and lets the race be rated for who was not rated by it.
-- Locks:      the race, then the player, as settle_races does.

alter table results
  add column reviewed text check (reviewed in ('accepted', 'rejected')),
  add column rated boolean not null default false,
  add check (not (review and reviewed = 'accepted'));
create index results_in_review on results (at, race_id, seat) where review and reviewed is null;

update results r set rated = true
  from races c
  where c.id = r.race_id and c.rated_at is not null and r.state = 'finished' and not r.review
    and (select count(distinct o.player_id) from results o
      where o.race_id = r.race_id and o.state = 'finished' and not o.review) > 1;

alter table moderation drop constraint moderation_action_check,
  add check (action in ('mute', 'ban-name', 'ban-address', 'announce', 'accept-result', 'reject-result'));

-- Of each rhythm once: a copy has none. No pending list: a settlement must not wait for it to be searched.
alter table key_logs add column prints integer[];
create index key_logs_prints on key_logs using gin (prints) with (fastupdate = off);

-- Stored logs with prints in common, and how many. A sequential scan would read all there are.
create function logs_alike(wanted integer[], in_common_min integer)
returns table (race_id text, seat smallint, in_common integer)
language plpgsql stable set enable_seqscan = off as $$
begin
  return query select l.race_id, l.seat, c.prints::integer
    from key_logs l cross join lateral (select count(*) as prints from unnest(l.prints) as p where p = any (wanted)) as c
    where l.prints && wanted and c.prints >= in_common_min;
end
$$;

-- Outcomes: decided, decided before (the same way), decided otherwise, not in review.
create function review_result(race text, of_seat smallint, decision text, decided_at timestamptz, because text,
  by_operator text) returns text
language plpgsql as $$
declare
  result results;
  player players;
  in_lang text;
begin
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
  if starts_with(player.folded_name, chr(1)) then -- of a deleted account: nobody's
    return 'decided';
  end if;
  update players p
    set best_wpm = result.wpm, best_accuracy = result.accuracy, best_at = result.at, best_race_id = race
    where p.id = player.id
      and (p.best_wpm is null or (result.wpm, p.best_at) > (p.best_wpm, result.at));
  insert into boards as b (bucket, lang, player_id, wpm, accuracy, races, at)
    select bucket, board_lang, player.id, result.wpm, result.accuracy, 1, result.at
    from unnest(array['all', to_char(result.at at time zone 'UTC', '"week:"IYYY-"W"IW'),
      to_char(result.at at time zone 'UTC', '"day:"YYYY-MM-DD')]) as bucket,
      (values (''), (in_lang)) as every (board_lang)
    order by bucket, board_lang
  on conflict (bucket, lang, player_id) do update set
    races = b.races + 1,
    (wpm, accuracy, at) = (
      select best.* from (values
        (b.wpm, b.accuracy, b.at),
        (excluded.wpm, excluded.accuracy, excluded.at)
      ) as best (wpm, accuracy, at)
      order by best.wpm desc, best.at
      limit 1);
  return 'decided';
end
$$;
`
