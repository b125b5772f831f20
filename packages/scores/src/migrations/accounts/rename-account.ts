/** Renaming an account. */
export const renameAccount = /* sql */ `
-- Purpose:    gives an account another name; its results go along, its sessions end, and the old name is kept for it.
-- Returns:    renamed, gone (no such account in that generation), name_claimed, name_kept, name_used (someone
--             finished a race under it in the last 30 days) or renamed_often (the account keeps names_max names already).
-- Guarantee:  older results under the new name stay with guests.

create function rename_account(who text, at_generation integer, shown text, folded text, kept_for interval,
  names_max integer, out outcome text, out version bigint, out before text)
language plpgsql as $$
declare
  kept_name kept_names;
begin
  perform lock_names();
  select a.folded_name into before from accounts a where a.player = who and a.generation = at_generation for update;
  if before is null then
    outcome := 'gone';
    return;
  end if;
  if folded <> before then
    select * into kept_name from kept_names k where k.folded_name = folded and k.until > now() for update;
    outcome := case
      when exists (select from accounts a where a.folded_name = folded) then 'name_claimed'
      when kept_name.folded_name is not null and kept_name.player is distinct from who then 'name_kept'
      when (select count(*) from kept_names k
        where k.player = who and k.until > now() and k.folded_name <> folded) >= names_max then 'renamed_often'
      when history_under(folded, null) = 'recent' then 'name_used'
    end;
    if outcome is not null then
      return;
    end if;
    perform release_history(folded);
    delete from kept_names k where k.folded_name = folded or k.folded_name = before;
    insert into kept_names (folded_name, player, until) values (before, who, now() + kept_for);
  end if;
  update accounts a set name = shown, folded_name = folded, generation = a.generation + 1,
    version = nextval('account_changes'), changed_at = now()
    where a.player = who returning a.version into version;
  update players p set name = shown, folded_name = folded where p.folded_name = before;
  outcome := 'renamed';
end
$$;
`
