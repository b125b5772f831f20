import type { Client } from 'pg'

/** Roles that PostgreSQL itself has, whose members reach beyond the rows of a database. */
const BEYOND_ROWS = ['pg_execute_server_program', 'pg_write_server_files', 'pg_read_server_files']

/** By which a role could change the schema or give itself the right to; the first that is so. Membership counts as having. */
const FAULTS = `
  select case
    when exists (select from pg_roles r where r.rolsuper and pg_has_role(s.oid, r.oid, 'member')) then 'is or can become a superuser'
    when exists (
      select from pg_class where relnamespace = 'public'::regnamespace and pg_has_role(s.oid, relowner, 'member')
      union all
      select from pg_proc where pronamespace = 'public'::regnamespace and pg_has_role(s.oid, proowner, 'member')
      union all
      select from pg_database where datname = current_database() and pg_has_role(s.oid, datdba, 'member')
    ) then 'owns the tables or is a member of their owner'
    when exists (select from pg_roles r where r.rolcreaterole and pg_has_role(s.oid, r.oid, 'member'))
      then 'may create roles'
    when exists (select from pg_roles r where r.rolname = any($2) and pg_has_role(s.oid, r.oid, 'member'))
      then 'reaches the files or programs of the server'
  end as fault
  from pg_roles s where s.rolname = $1`

/** Why a role is none for services, as the end of a sentence; undefined where it can do no more than it is granted. */
export const findRoleFault = async (client: Client, role: string): Promise<string | undefined> => {
  const { rows } = await client.query<{ fault: string | null }>(FAULTS, [role, BEYOND_ROWS])
  return rows[0]?.fault ?? undefined
}
