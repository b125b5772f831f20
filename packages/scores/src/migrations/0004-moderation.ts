/** What operators did: rows are only added. */
export const moderation = /* sql */ `
-- Purpose:    who was muted or banned or what was announced, by whom, why and until when.
-- Parameters: none.
-- Guarantee:  a row that names no subject or an unknown action is refused.

create table moderation (
  id       bigint generated always as identity primary key,
  at       timestamptz not null,
  action   text not null check (action in ('mute', 'ban-name', 'ban-address', 'announce')),
  subject  text not null check (char_length(subject) between 1 and 2000),
  until    timestamptz not null, -- not after at: the measure is lifted
  reason   text check (char_length(reason) <= 2000),
  operator text check (char_length(operator) <= 400)
);
create index moderation_subject on moderation (subject, at desc);
`
