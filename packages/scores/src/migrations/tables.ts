/** The tables of races and results, and the indexes that make reading a leaderboard a range scan. */
export const tables = /* sql */ `
-- Purpose:    players, races, results, key logs, boards, and pairs that have rated each other.
-- Guarantee:  a row that contradicts itself (a leave without a reason, a finish without its figures) is refused.
--             Texts that order rows are compared byte by byte (collate "C"), the same on every machine.
--             results.typed_by is the player id of the seat, whatever its name belongs to later.
--             A verified result is finished, timed by its keys and not in review. A player has one standing in a bucket
--             and language for each timing.

create table players (
  id            bigint generated always as identity primary key,
  name          text not null check (char_length(name) between 1 and 400),
  folded_name   text collate "C" not null unique check (char_length(folded_name) between 1 and 400),
  created_at    timestamptz not null default now(),
  races         integer not null default 0,
  wins          integer not null default 0,
  best_wpm      double precision,
  best_accuracy double precision,
  best_at       timestamptz,
  best_race_id  text,
  rating_mu     double precision not null default 25,
  rating_sigma  double precision not null default 25.0 / 3,
  rated_races   integer not null default 0
) with (fillfactor = 80);

create table races (
  id         text collate "C" primary key check (char_length(id) between 1 and 200),
  text_id    text not null,
  lang       text not null check (char_length(lang) between 1 and 35),
  chars      integer not null check (chars >= 0),
  text       text, -- as it was raced: packs change
  source     text,
  licence    text,
  starts_at  timestamptz not null,
  ended_at   timestamptz, -- null while the race is running
  cancelled  boolean not null,
  settled_at timestamptz not null default now(),
  rated_at   timestamptz,
  is_private boolean not null default false,
  is_rated   boolean not null default true
);

create table results (
  race_id     text collate "C" not null references races on delete cascade,
  seat        smallint not null check (seat >= 0),
  player_id   bigint not null references players,
  at          timestamptz not null, -- of the finish; of the race's end for a seat that did not finish
  timed       text not null check (timed in ('keys', 'arrival')),
  won         boolean not null,
  state       text not null check (state in ('finished', 'left')),
  reason      text check (reason in ('left', 'timeout', 'implausible')),
  place       smallint check (place >= 1), -- of a finish, once the race has ended
  finished_ms double precision check (finished_ms >= 0), -- since starts_at
  wpm         double precision check (wpm >= 0),
  race_wpm    double precision check (race_wpm >= 0),
  raw         double precision,
  accuracy    double precision,
  consistency double precision,
  review      boolean not null,
  reviewed    text check (reviewed in ('accepted', 'rejected')),
  rated       boolean not null default false,
  typed_by    text collate "C" check (char_length(typed_by) between 1 and 200),
  ranks_unfinished boolean not null default false, -- has a rank in ratings without a finish: it typed and left
  primary key (race_id, seat),
  check ((state = 'left') = (reason is not null)),
  check ((state = 'finished') = (num_nulls(finished_ms, wpm, race_wpm) = 0) and (state = 'finished' or place is null)),
  check (state = 'finished' or num_nonnulls(place, finished_ms, wpm, race_wpm, raw, accuracy, consistency) = 0),
  check (not (review and reviewed = 'accepted')),
  check (not (ranks_unfinished and (state = 'finished' or timed <> 'keys')))
);
create index results_history on results (player_id, at desc, race_id, seat);
create index results_in_review on results (at, race_id, seat) where review and reviewed is null;
create index results_own_best on results (typed_by, wpm desc) where state = 'finished' and timed = 'keys' and not review;

create table key_logs (
  race_id text collate "C" not null,
  seat    smallint not null,
  keys    jsonb not null,
  prints  integer[], -- of each rhythm once: a copy has none
  at      timestamptz not null,
  is_kept boolean not null default false, -- older than the age at which guests' keys are deleted, and not a guest's
  primary key (race_id, seat),
  foreign key (race_id, seat) references results on delete cascade
);
-- No pending list: a settlement must not wait for it to be searched.
create index key_logs_prints on key_logs using gin (prints) with (fastupdate = off);
create index key_logs_age on key_logs (at) where not is_kept;

create table boards (
  bucket    text collate "C" not null, -- 'all', 'week:2026-W47', 'day:2026-11-21'
  lang      text collate "C" not null, -- '' holds every language
  player_id bigint not null references players,
  wpm       double precision not null,
  accuracy  double precision,
  races     integer not null,
  at        timestamptz not null,
  timed     text collate "C" not null check (timed in ('keys', 'arrival')),
  race_id   text not null, -- of the best result
  primary key (bucket, lang, timed, player_id)
) with (fillfactor = 80);
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
