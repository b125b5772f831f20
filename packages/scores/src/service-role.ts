import { Client, escapeIdentifier, escapeLiteral } from 'pg'
import { findRoleFault } from './find-role-fault.ts'
import { MigrationFailed, migrate } from './migrate.ts'
import { isConnectionMatter, ScoresUnavailable } from './scores-fault.ts'
import { scramVerifier } from './scram-verifier.ts'

const CONNECT_TIMEOUT_MS = 5_000
const STATEMENT_TIMEOUT_MS = 60_000
/** The codes of PostgreSQL when two processes create the same role at the same time. */
const IS_THERE = new Set(['42710', '23505'])
/** The codes for a wrong or missing password. */
const WRONG_PASSWORD = new Set(['28P01', '28000'])

/**
 * Brings a database to the schema of this code as its owner, and lets the role of `databaseUrl` read and write rows and
 * call functions, and nothing else: an attacker who controls a service cannot change the schema. Creates the role where
 * there is none, with the password of the URL. Several processes may call it at once. `owner and service`: both URLs
 * name the same role, so services can change the schema. Any other role that could change it is refused.
 *
 * @throws ScoresUnavailable when PostgreSQL cannot be reached (worth a retry), MigrationFailed otherwise.
 */
export const prepareDatabase = async (
  databaseUrl: string,
  ownerUrl: string = databaseUrl,
): Promise<'service' | 'owner and service'> => {
  await migrate(ownerUrl)
  const [service, owner] = [credentials(databaseUrl), credentials(ownerUrl)]
  if (service.user === owner.user) return 'owner and service'
  try {
    await asRole(ownerUrl, async client => {
      const { rowCount } = await client.query('select from pg_roles where rolname = $1', [service.user])
      if (rowCount === 0) await createRole(client, service)
      const fault = await findRoleFault(client, service.user)
      if (fault !== undefined) throw new MigrationFailed(unfit(service.user, fault))
    })
    await repairPassword(databaseUrl, ownerUrl, service)
    await asRole(ownerUrl, client => client.query(grants(service.user)))
  } catch (error) {
    if (error instanceof MigrationFailed) throw error
    const reason = error instanceof Error ? error.message : String(error)
    if (isConnectionMatter(error))
      throw new ScoresUnavailable(`no rights for ${service.user}: ${reason}`, { cause: error })
    throw new MigrationFailed(`no rights for ${service.user}: ${reason}`, { cause: error })
  }
  return 'service'
}

const unfit = (user: string, fault: string): string =>
  `the role ${user} of DATABASE_URL could change the schema, because it ${fault}: give services a role that does not exist yet, or one without such rights`

type Credentials = { readonly user: string; readonly password: string }

const credentials = (url: string): Credentials => {
  const { username, password } = new URL(url)
  return { user: decodeURIComponent(username), password: decodeURIComponent(password) }
}

const createRole = async (client: Client, { user, password }: Credentials): Promise<void> => {
  try {
    await client.query(`create role ${escapeIdentifier(user)} login${passwordClause(password)}`)
  } catch (error) {
    if (!IS_THERE.has(codeOf(error))) throw error
  }
}

/** A password that has changed in the settings is changed in the database. */
const repairPassword = async (databaseUrl: string, ownerUrl: string, { user, password }: Credentials) => {
  try {
    await asRole(databaseUrl, client => client.query('select 1'))
  } catch (error) {
    if (!WRONG_PASSWORD.has(codeOf(error))) throw error
    await asRole(ownerUrl, client =>
      client.query(`alter role ${escapeIdentifier(user)}${passwordClause(password)}`),
    )
  }
}

const passwordClause = (password: string): string =>
  password === '' ? '' : ` password ${escapeLiteral(scramVerifier(password))}`

/** One transaction; a second process waits for the first. The default privileges are for tables of later migrations. */
const grants = (user: string): string => {
  const role = escapeIdentifier(user)
  return `
    begin;
    select pg_advisory_xact_lock(hashtext('ketik service role'));
    revoke create on schema public from public;
    do $$ begin execute format('revoke create, temporary on database %I from public', current_database()); end $$;
    grant usage on schema public to ${role};
    grant select, insert, update, delete on all tables in schema public to ${role};
    grant usage, select on all sequences in schema public to ${role};
    grant execute on all functions in schema public to ${role};
    revoke insert, update, delete on scores_migrations from ${role};
    alter default privileges in schema public grant select, insert, update, delete on tables to ${role};
    alter default privileges in schema public grant usage, select on sequences to ${role};
    alter default privileges in schema public grant execute on functions to ${role};
    commit;`
}

const asRole = async (url: string, work: (client: Client) => Promise<unknown>): Promise<void> => {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
  })
  client.on('error', () => {}) // the statement under way rejects with the same loss
  try {
    await client.connect()
    await work(client)
  } finally {
    await client.end().catch(() => {}) // a lost connection is already ended
  }
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
