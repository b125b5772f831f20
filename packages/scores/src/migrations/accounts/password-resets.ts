/** Links for a new password. */
export const passwordResets = /* sql */ `
-- Purpose:    links by which an owner sets a new password without the old one.
-- Guarantee:  an account has one link at most. A link works once, for its time, while the account is in the generation in
--             which the link was issued: a rename, another password, signing out everywhere and a newer link end it.

-- Issues a link for the account of a name, with a row in the moderation log. Answers when it ends, or null without one.
create function issue_reset(folded text, hashed_token text, lasting interval, because text, by_operator text)
returns timestamptz
language plpgsql as $$
declare
  ends_at timestamptz := now() + lasting;
begin
  insert into password_resets as p (player, token_hash, generation, until)
    select a.player, hashed_token, a.generation, ends_at from accounts a where a.folded_name = folded
    on conflict (player) do update
      set token_hash = excluded.token_hash, generation = excluded.generation, until = excluded.until;
  if not found then
    return null;
  end if;
  insert into moderation (at, action, subject, until, reason, operator)
    values (now(), 'reset-password', folded, ends_at, because, by_operator);
  return ends_at;
end
$$;

-- Uses a link up. The delete locks it, so of two uses at the same time one finds nothing.
create function use_reset(hashed_token text, hashed_password text) returns setof accounts
language plpgsql as $$
declare
  link password_resets;
begin
  delete from password_resets p where p.token_hash = hashed_token and p.until > now() returning * into link;
  if link.player is null then
    return;
  end if;
  return query update accounts a set passphrase = hashed_password, generation = a.generation + 1,
      version = nextval('account_changes'), changed_at = now()
    where a.player = link.player and a.generation = link.generation
    returning a.*;
  if found then
    delete from known_places k where k.player = link.player;
  end if;
end
$$;
`
