/** Where accounts signed in. */
export const knownPlaces = /* sql */ `
-- Purpose:    browsers and networks where an account signed in, as keyed hashes.
-- Guarantee:  a place is forgotten with its account.

create table known_places (
  player  text collate "C" not null references accounts on delete cascade,
  place   text collate "C" not null check (char_length(place) between 1 and 100), -- a keyed hash
  seen_at timestamptz not null default now(),
  primary key (player, place)
);
`
