/** Who typed each result, and which races count for ratings. */
export const columns = /* sql */ `
-- Purpose:    facts of the race plan that outlive the race.
-- Guarantee:  results.typed_by is the player id of the seat, whatever its name belongs to later. It is null for results
--             stored before this step.

alter table results add column typed_by text collate "C" check (char_length(typed_by) between 1 and 200);
create index results_typed_by on results (typed_by, at desc, race_id, seat);

alter table races
  add column is_private boolean not null default false,
  add column is_rated boolean not null default true;
`
