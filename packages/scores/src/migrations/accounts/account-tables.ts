/** Registered names and whose they are; names that nobody may take for a while; sessions that ended early; sign-ins. */
export const accountTables = /* sql */ `
-- Purpose:    accounts, names kept back, ended sessions, the places where accounts signed in, and links for a new password.
-- Guarantee:  a folded name belongs to one account at most, and an account's changes are numbered in the order in which
--             they happen to each name (version), so that a copy can tell the newer from the older.
--             An account has one link for a new password at most. Places and links go with their account.

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
  typed_by    text collate "C", -- of a deleted account, so that a result that is settled late is known to be its owner's
  check ((player is null) <> (results_to is null))
);
create index kept_names_changed on kept_names (changed_at);
create index kept_names_player on kept_names (player);
create index kept_names_typed_by on kept_names (typed_by) where typed_by is not null;

create table ended_sessions (
  id         text collate "C" primary key check (char_length(id) between 1 and 100), -- of a session, or of one token
  ends_at    timestamptz not null,
  changed_at timestamptz not null default now()
);
create index ended_sessions_changed on ended_sessions (changed_at);
create index ended_sessions_end on ended_sessions (ends_at);

create table known_places (
  player  text collate "C" not null references accounts on delete cascade,
  place   text collate "C" not null check (char_length(place) between 1 and 100), -- keyed hash of a browser or a network
  seen_at timestamptz not null default now(),
  primary key (player, place)
);

create table password_resets (
  player     text collate "C" primary key references accounts on delete cascade,
  token_hash text collate "C" not null unique check (char_length(token_hash) between 1 and 100),
  generation integer not null,
  until      timestamptz not null
);
`
