/** Which boards a result is on: one source for settling, reviewing and recounting. */
export const boardsOf = /* sql */ `
-- Purpose:    the buckets of an instant, and the boards of a result.
-- Guarantee:  buckets_of writes them as board-bucket.ts does. A result is on the boards of its timing, in its own
--             language and in '', for each bucket.

create function buckets_of(at timestamptz) returns text[]
language sql stable
return array['all', to_char(at at time zone 'UTC', '"week:"IYYY-"W"IW'),
  to_char(at at time zone 'UTC', '"day:"YYYY-MM-DD')];

create function boards_of(buckets text[], of_lang text) returns table (bucket text, lang text)
language sql immutable
begin atomic
  select b.bucket, l.lang from unnest(buckets) as b (bucket), (values (''), (of_lang)) as l (lang);
end;
`
