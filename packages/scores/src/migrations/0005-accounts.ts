/** Claimed names and whose they are; names that nobody may take for a while; sessions that ended before their time. */
export const accounts = /* sql */ `
-- Purpose:    accounts, names kept back, ended sessions, and what is done with them.
-- Guarantee:  a folded name is of one account at most, and an account's changes are numbered in the order they happen
--             to each name (version), so that who copies them can tell the newer from the older.
-- Locks:      the account, then its player: settle_races takes them in that order too (under_present_names).

create sequence account_changes;

create table accounts (
  player      text collate "C" primary key check (char_length(player) between 1 and 100), -- of all its sessions
  name        text not null check (char_length(name) between 1 and 400),
  folded_name text collate "C" not null unique check (char_length(folded_name) between 1 and 400),
  passphrase  text not null, -- 'scrypt$log2 N$r$p$salt$hash', base64url
  generation  integer not null default 1, -- sessions of an earlier one are over
  version     bigint not null default nextval('account_changes'),
  created_at  timestamptz not null default now(),
  changed_at  timestamptz not null default now()
);
create index accounts_changed on accounts (changed_at);

create table kept_names (
  folded_name text collate "C" primary key,
  player      text collate "C", -- who renamed, and may come back to it; null: the account was deleted
  results_to  text collate "C", -- where a result goes that is settled late; null: to the player's name
  until       timestamptz not null,
  version     bigint not null default nextval('account_changes'),
  changed_at  timestamptz not null default now(),
  check ((player is null) <> (results_to is null))
);
create index kept_names_changed on kept_names (changed_at);
create index kept_names_player on kept_names (player);

create table ended_sessions (
  id         text collate "C" primary key check (char_length(id) between 1 and 100), -- of a session, or of one token
  ends_at    timestamptz not null,
  changed_at timestamptz not null default now()
);
create index ended_sessions_changed on ended_sessions (changed_at);
create index ended_sessions_end on ended_sessions (ends_at);

-- Claims a name. Outcomes: claimed, name_claimed, name_kept.
create function claim_name(claimant text, shown text, folded text, hashed text, out outcome text, out version bigint)
language plpgsql as $$
begin
  perform from kept_names k where k.folded_name = folded and k.until > now() for update;
  if found then
    outcome := 'name_kept';
    return;
  end if;
  insert into accounts as a (player, name, folded_name, passphrase) values (claimant, shown, folded, hashed)
    on conflict do nothing returning a.version into version;
  outcome := case when version is null then 'name_claimed' else 'claimed' end;
  if version is not null then
    delete from kept_names k where k.folded_name = folded;
  end if;
end
$$;

-- Gives an account another name; its results go along, its sessions end, and the old name is kept for it.
-- Outcomes: renamed, gone (no such account in that generation), name_claimed, name_kept, name_used (somebody raced
-- under it), renamed_often (it keeps names_max names already).
create function rename_account(who text, at_generation integer, shown text, folded text, kept_for interval,
  names_max integer, out outcome text, out version bigint, out before text)
language plpgsql as $$
declare
  kept_name kept_names;
begin
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
      when exists (select from players p where p.folded_name = folded) then 'name_used'
    end;
    if outcome is not null then
      return;
    end if;
    delete from kept_names k where k.folded_name = folded or k.folded_name = before;
    insert into kept_names (folded_name, player, until) values (before, who, now() + kept_for);
  end if;
  update accounts a set name = shown, folded_name = folded, generation = a.generation + 1,
    version = nextval('account_changes'), changed_at = now()
    where a.player = who returning a.version into version;
  update players p set name = shown, folded_name = folded where p.folded_name = before;
  outcome := 'renamed';
exception when unique_violation then -- a result or a claim came between
  outcome := 'name_used';
  version := null;
end
$$;

-- Deletes an account: its results stay, as nobody's, since they are of its opponents too; its keys and standings go.
-- Answers the folded name that was, or no row.
create function delete_account(who text, at_generation integer, kept_for interval) returns text
language plpgsql as $$
declare
  folded text;
  nobody text := chr(1) || gen_random_uuid(); -- no name has a control character
  player_row bigint;
begin
  delete from accounts a where a.player = who and a.generation = at_generation returning a.folded_name into folded;
  if folded is null then
    return null;
  end if;
  update kept_names k set player = null, results_to = nobody, version = nextval('account_changes'), changed_at = now()
    where k.player = who;
  insert into kept_names (folded_name, results_to, until) values (folded, nobody, now() + kept_for)
    on conflict (folded_name) do update set player = null, results_to = excluded.results_to, until = excluded.until,
      version = excluded.version, changed_at = excluded.changed_at;
  update players p set name = '[deleted]', folded_name = nobody where p.folded_name = folded returning p.id
    into player_row;
  delete from boards b where b.player_id = player_row;
  delete from key_logs l using results r where r.player_id = player_row and l.race_id = r.race_id and l.seat = r.seat;
  return folded;
end
$$;

-- A settlement's seats under the names that their accounts have now: a race may have begun before a rename or a
-- deletion. What was raced before a deletion leaves no keys and no standing. Renames wait until this is settled.
create function under_present_names(settlements jsonb) returns jsonb
language plpgsql as $$
declare
  names text[];
  moved jsonb;
begin
  select array_agg(distinct seat->>'foldedName') into names
    from jsonb_array_elements(settlements) as race, jsonb_array_elements(race->'seats') as seat;
  perform from accounts where folded_name = any (names) for share;
  select jsonb_object_agg(k.folded_name, case
      when k.player is null
        then jsonb_build_object('name', '[deleted]', 'foldedName', k.results_to, 'keys', null, 'buckets', '[]'::jsonb)
        else jsonb_build_object('name', a.name, 'foldedName', a.folded_name) end) into moved
    from kept_names k left join accounts a on a.player = k.player
    where k.folded_name = any (names) and k.until > now() and (k.player is null or a.player is not null);
  if moved is null then
    return settlements;
  end if;
  return (select jsonb_agg(race || jsonb_build_object('seats', (
      select coalesce(jsonb_agg(seat || coalesce(moved->(seat->>'foldedName'), '{}') order by n), '[]')
      from jsonb_array_elements(race->'seats') with ordinality as s (seat, n))))
    from jsonb_array_elements(settlements) as race);
end
$$;
`
