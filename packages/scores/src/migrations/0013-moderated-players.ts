/** A mute or a ban of a name follows the player who had it. */
export const moderatedPlayers = /* sql */ `
-- Purpose:    names the player whom a measure follows, beside the name that the operator gave.
-- Guarantee:  a row names a subject or a player. Rows of before name no player.

alter table moderation add column player text check (char_length(player) between 1 and 200);
alter table moderation drop constraint moderation_subject_check;
alter table moderation add constraint moderation_subject_check check (
  char_length(subject) <= 2000 and (subject <> '' or player is not null));
create index moderation_player on moderation (player, at desc) where player is not null;
`
