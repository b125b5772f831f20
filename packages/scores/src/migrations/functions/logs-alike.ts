/** Which stored key logs have the rhythm of another one. */
export const logsAlike = /* sql */ `
-- Purpose:    finds stored logs that have prints in common with a log.
-- Parameters: wanted: the prints of the log; in_common_min: how many a stored log must share with it.
-- Returns:    the seats of these logs, and how many prints each of them shares.
-- enable_seqscan = off: a sequential scan would read every stored log.

create function logs_alike(wanted integer[], in_common_min integer)
returns table (race_id text, seat smallint, in_common integer)
language plpgsql stable set enable_seqscan = off as $$
begin
  return query select l.race_id, l.seat, c.prints::integer
    from key_logs l cross join lateral (select count(*) as prints from unnest(l.prints) as p where p = any (wanted)) as c
    where l.prints && wanted and c.prints >= in_common_min;
end
$$;
`
