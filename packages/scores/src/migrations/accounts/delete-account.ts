/** Deleting an account. */
export const deleteAccount = /* sql */ `
-- Purpose:    deletes an account. The results that its owner typed stay as nobody's, whatever name they stand under by
--             now, because they are of the opponents too; their keys and standings go. Results that others typed under
--             the name go back to guests, whole.
-- Returns:    the folded name that was, or null without such an account in that generation.
-- Guarantee:  a result whose typist is not known counts as typed by someone else.

create function delete_account(who text, at_generation integer, kept_for interval) returns text
language plpgsql as $$
declare
  folded text;
  nobody text := chr(1) || gen_random_uuid(); -- no name has a control character
  deleted players;
  guests bigint;
  elsewhere bigint;
begin
  perform lock_names();
  delete from accounts a where a.player = who and a.generation = at_generation returning a.folded_name into folded;
  if folded is null then
    return null;
  end if;
  update kept_names k set player = null, results_to = nobody, typed_by = who, version = nextval('account_changes'),
    changed_at = now()
    where k.player = who;
  insert into kept_names (folded_name, results_to, typed_by, until) values (folded, nobody, who, now() + kept_for)
    on conflict (folded_name) do update set player = null, results_to = excluded.results_to,
      typed_by = excluded.typed_by, until = excluded.until, version = excluded.version,
      changed_at = excluded.changed_at;
  delete from key_logs l using results r where r.typed_by = who and l.race_id = r.race_id and l.seat = r.seat;
  perform from players p
    where p.folded_name in (folded, folded || ' (guest)') or p.id in (select r.player_id from results r where r.typed_by = who)
    order by p.folded_name for update;
  select * into deleted from players p where p.folded_name = folded;
  if exists (select from results r where r.player_id = deleted.id and r.typed_by is distinct from who) then
    guests := guest_row(deleted.name, folded);
    update results r set player_id = guests where r.player_id = deleted.id and r.typed_by is distinct from who;
    perform recount_player(guests);
  end if;
  if deleted.id is not null then
    update players p set name = '[deleted]', folded_name = nobody where p.id = deleted.id;
  elsif exists (select from results r where r.typed_by = who) then
    insert into players (name, folded_name) values ('[deleted]', nobody) returning * into deleted;
  end if;
  -- What the owner typed before the name had another history stands under that of its guests.
  for elsewhere in select p.id from players p
    where p.id <> deleted.id and p.id in (select r.player_id from results r where r.typed_by = who)
    order by p.folded_name
  loop
    update results r set player_id = deleted.id where r.player_id = elsewhere and r.typed_by = who;
    perform recount_player(elsewhere);
    delete from players p where p.id = elsewhere and not exists (select from results r where r.player_id = p.id);
  end loop;
  perform recount_player(deleted.id); -- of nobody: no best and no standing
  return folded;
end
$$;
`
