/** Whose the results under a name are. */
export const history = /* sql */ `
-- Purpose:    decides what becomes of the results under a name when the name gets another owner.
-- Guarantee:  registering, renaming and deleting run one at a time, and never beside a settlement. So a settlement sees
--             either the names before such a change or the names after it, also for a name that had no account.
-- Locks:      lock_names before any row. Then players by folded name: a name sorts before its '(guest)' name.

create function lock_names() returns void language sql as $$
  select pg_advisory_xact_lock(hashtext('names and histories'))
$$;

create function lock_names_shared() returns void language sql as $$
  select pg_advisory_xact_lock_shared(hashtext('names and histories'))
$$;

-- Who finished a race under a name last: 'own' (the claimant), 'recent' (someone else, in the last 30 days), 'old' (someone
-- else, before that) or nobody. A seat without a finish proves nothing: anyone can take one under an idle name and leave.
-- If nobody finished, such seats of others make it 'old', so that they stay with guests, and it is 'nobody' without them.
create function history_under(folded text, claimant text) returns text
language sql stable as $$
  select coalesce((
    select case
      when r.typed_by = claimant then 'own'
      when r.at > now() - interval '30 days' then 'recent'
      else 'old' end
    from players p join results r on r.player_id = p.id
    where p.folded_name = folded and r.state = 'finished'
    order by r.at desc, r.race_id, r.seat
    limit 1), (
    select 'old'
    from players p join results r on r.player_id = p.id
    where p.folded_name = folded and r.typed_by is distinct from claimant
    limit 1), 'nobody')
$$;

-- The player row of the guests who raced under a name before it had its owner. Nobody can take a name like that.
create function guest_row(shown text, folded text) returns bigint
language sql as $$
  insert into players as p (name, folded_name) values (shown || ' (guest)', folded || ' (guest)')
    on conflict (folded_name) do update set name = p.name
    returning p.id
$$;

-- Leaves the results under a name to its guests. Afterwards no player row has the name.
create function release_history(folded text) returns void
language plpgsql as $$
declare
  released players;
  guests bigint;
begin
  select * into released from players p where p.folded_name = folded for update;
  if released.id is null then
    return;
  end if;
  if not exists (select from players p where p.folded_name = folded || ' (guest)') then
    update players p set name = p.name || ' (guest)', folded_name = folded || ' (guest)' where p.id = released.id;
    return;
  end if;
  guests := guest_row(released.name, folded);
  update results r set player_id = guests where r.player_id = released.id;
  delete from boards b where b.player_id = released.id;
  delete from players p where p.id = released.id;
  perform recount_player(guests);
end
$$;
`
