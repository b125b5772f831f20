/** What operators did: rows are only added. */
export const moderation = /* sql */ `
-- Purpose:    who was muted or banned, what was announced or decided, by whom, why and until when.
-- Guarantee:  a row names a subject or a player. A row with an unknown action is refused.

create table moderation (
  id       bigint generated always as identity primary key,
  at       timestamptz not null,
  action   text not null check (action in ('mute', 'ban-name', 'ban-address', 'announce', 'accept-result', 'reject-result',
    'reset-password')),
  subject  text not null,
  until    timestamptz not null, -- not after at: the action is lifted
  reason   text check (char_length(reason) <= 2000),
  operator text check (char_length(operator) <= 400),
  player   text check (char_length(player) between 1 and 200), -- whom a mute or a ban of a name follows
  constraint moderation_subject_check check (char_length(subject) <= 2000 and (subject <> '' or player is not null))
);
create index moderation_subject on moderation (subject, at desc);
create index moderation_player on moderation (player, at desc) where player is not null;
`
