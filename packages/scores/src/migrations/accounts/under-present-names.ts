/** Names of a settlement as they are by now. */
export const underPresentNames = /* sql */ `
-- Purpose:    a settlement's seats under the names that they have by now: a race may have begun before its players'
--             names were registered, renamed or deleted.
-- Returns:    the settlements. A seat of the owner has the present name; one of a deleted account has no keys and no
--             standing; one that another player typed under a registered or kept name is a guest's.
-- Guarantee:  registering, renaming and deleting wait until this is settled (history.ts).

create function under_present_names(settlements jsonb) returns jsonb
language plpgsql as $$
declare
  moved jsonb;
begin
  perform lock_names_shared();
  select jsonb_object_agg(seat.folded || chr(1) || coalesce(seat.typed_by, ''), case
      when seat.typed_by is distinct from coalesce(owner.player, kept.player, kept.typed_by)
        then jsonb_build_object('name', seat.name || ' (guest)', 'foldedName', seat.folded || ' (guest)')
      when kept.player is null
        then jsonb_build_object('name', '[deleted]', 'foldedName', kept.results_to, 'keys', null, 'buckets', '[]'::jsonb)
      else jsonb_build_object('name', renamed.name, 'foldedName', renamed.folded_name) end) into moved
    from (
      select seat->>'foldedName' as folded, seat->>'typedBy' as typed_by, max(seat->>'name') as name
      from jsonb_array_elements(settlements) as race, jsonb_array_elements(race->'seats') as seat
      group by 1, 2) as seat
    left join accounts owner on owner.folded_name = seat.folded
    left join kept_names kept on kept.folded_name = seat.folded and kept.until > now() and owner.player is null
    left join accounts renamed on renamed.player = kept.player
    where (owner.player is not null and owner.player is distinct from seat.typed_by)
      or (kept.folded_name is not null and (kept.player is null or renamed.player is not null));
  if moved is null then
    return settlements;
  end if;
  return (select jsonb_agg(race || jsonb_build_object('seats', (
      select coalesce(jsonb_agg(seat || coalesce(
          moved->((seat->>'foldedName') || chr(1) || coalesce(seat->>'typedBy', '')), '{}') order by n), '[]')
      from jsonb_array_elements(race->'seats') with ordinality as s (seat, n))))
    from jsonb_array_elements(settlements) as race);
end
$$;
`
