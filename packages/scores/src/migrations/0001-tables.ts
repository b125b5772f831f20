/** The tables, and the one index that makes a leaderboard's top a range scan. */
export const tables = /* sql */ `
-- Purpose:    players, races, results, key logs and boards.
-- Parameters: none.
-- Guarantee:  a row that contradicts itself (a finish without a place, a leave without a reason) is refused.
--             Texts that order rows are compared byte by byte (collate "C"), the same on every machine.

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
  ended_at   timestamptz not null,
  cancelled  boolean not null,
  settled_at timestamptz not null default now(),
  rated_at   timestamptz
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
  place       smallint check (place >= 1),
  finished_ms double precision check (finished_ms >= 0), -- since starts_at
  wpm         double precision check (wpm >= 0),
  race_wpm    double precision check (race_wpm >= 0),
  raw         double precision,
  accuracy    double precision,
  consistency double precision,
  review      boolean not null,
  primary key (race_id, seat),
  check ((state = 'left') = (reason is not null)),
  check ((state = 'finished') = (num_nulls(place, finished_ms, wpm, race_wpm) = 0)),
  check (state = 'finished' or num_nonnulls(place, finished_ms, wpm, race_wpm, raw, accuracy, consistency) = 0)
);
create index results_history on results (player_id, at desc, race_id, seat);

create table key_logs (
  race_id text collate "C" not null,
  seat    smallint not null,
  keys    jsonb not null,
  primary key (race_id, seat),
  foreign key (race_id, seat) references results on delete cascade
);

create table boards (
  bucket    text collate "C" not null, -- 'all', 'week:2026-W47', 'day:2026-11-21'
  lang      text collate "C" not null, -- '' holds every language
  player_id bigint not null references players,
  wpm       double precision not null,
  accuracy  double precision,
  races     integer not null,
  at        timestamptz not null,
  primary key (bucket, lang, player_id)
) with (fillfactor = 80);
create index boards_standing on boards (bucket, lang, wpm desc, at, player_id);
`
