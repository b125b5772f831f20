/** Registering a name. */
export const claimName = /* sql */ `
-- Purpose:    registers a name for a player.
-- Parameters: claimant: the player of the account; the player of the guest's token where one of that name was presented.
--             is_held: someone else is online under the name.
-- Returns:    claimed, name_kept, name_claimed, name_used (someone else finished a race under it in the last 30 days,
--             and the last one too) or name_taken (is_held). A claimant who typed the last finish under it gets
--             the results with it, even if someone else is online under it.
-- Guarantee:  a name has one account at most. Without that proof, results that others typed stay with guests.

-- The same answer without registering. history: as history_under answers.
create function claim_outcome(claimant text, folded text, is_held boolean, history text) returns text
language sql stable as $$
  select case
    when exists (select from kept_names k where k.folded_name = folded and k.until > now()) then 'name_kept'
    when exists (select from accounts a where a.folded_name = folded or a.player = claimant) then 'name_claimed'
    when history = 'recent' then 'name_used'
    when is_held and history <> 'own' then 'name_taken'
    else 'claimed' end
$$;

create function claim_name(claimant text, shown text, folded text, hashed text, is_held boolean,
  out outcome text, out version bigint)
language plpgsql as $$
declare
  history text;
begin
  perform lock_names();
  history := history_under(folded, claimant);
  outcome := claim_outcome(claimant, folded, is_held, history);
  if outcome <> 'claimed' then
    return;
  end if;
  if history = 'old' then
    perform release_history(folded);
  end if;
  delete from kept_names k where k.folded_name = folded;
  insert into accounts as a (player, name, folded_name, passphrase) values (claimant, shown, folded, hashed)
    returning a.version into version;
end
$$;
`
