/** Who typed each result, which races and seats count for ratings, and boards by how their results are timed. */
export const columns = /* sql */ `
-- Purpose:    facts of the race plan that outlive the race; standings for each timing; pairs that have rated each other.
-- Guarantee:  results.typed_by is the player id of the seat, whatever its name belongs to later. It is null for results
--             stored before this step.
--             A verified result is finished, timed by its keys and not in review. A player has one standing in a bucket
--             and language for each timing. boards.race_id is of the best result.
--             key_logs.is_kept: older than the age at which guests' keys are deleted, and not a guest's.

alter table results
  add column typed_by text collate "C" check (char_length(typed_by) between 1 and 200),
  add column ranks_unfinished boolean not null default false, -- has a rank in ratings without a finish: it typed and left
  add check (not (ranks_unfinished and (state = 'finished' or timed <> 'keys')));
create index results_own_best on results (typed_by, wpm desc) where state = 'finished' and timed = 'keys' and not review;

alter table races
  add column is_private boolean not null default false,
  add column is_rated boolean not null default true;

alter table key_logs
  add column at timestamptz,
  add column is_kept boolean not null default false;
update key_logs l set at = r.at from results r where r.race_id = l.race_id and r.seat = l.seat;
alter table key_logs alter column at set not null;
create index key_logs_age on key_logs (at) where not is_kept;

truncate boards; -- recount_player fills it again at the end of this step
alter table boards
  add column timed text collate "C" not null check (timed in ('keys', 'arrival')),
  add column race_id text not null,
  drop constraint boards_pkey,
  add primary key (bucket, lang, timed, player_id);
drop index boards_standing;
create index boards_standing on boards (bucket, lang, timed, wpm desc, at, player_id);

create table rated_pairs (
  day    date not null, -- UTC, of the end of the race
  low    bigint not null references players on delete cascade,
  high   bigint not null references players on delete cascade,
  races  smallint not null,
  primary key (day, low, high),
  check (low < high)
);
`
