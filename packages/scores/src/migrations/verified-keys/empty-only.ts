/** No upgrade of a database with names of an earlier version. */
export const emptyOnly = /* sql */ `
-- Purpose:    refuses a database that has names from before this step: their keys were computed otherwise (\`budi\` is
--             \`bud1\` now), so nobody would own these names and anyone could register them.
-- Guarantee:  nothing is changed then, as all steps commit together or not at all.

do $$
begin
  if exists (select from players) or exists (select from accounts) or exists (select from kept_names)
    or exists (select from moderation where action in ('mute', 'ban-name')) then
    raise exception using message = 'this database has names from an earlier version, whose accounts anyone could take over '
      'in this version: start with an empty database, or export the accounts with the earlier version first';
  end if;
end
$$;
`
