import { basename, dirname, extname } from 'node:path'
import { type MigrationBuilder, runner } from 'node-pg-migrate'
import { Client } from 'pg'
import { MIGRATIONS } from './migrations/index.ts'
import { isConnectionMatter, ScoresUnavailable } from './scores-fault.ts'

/** A step of the schema failed and left nothing behind. A retry does not help: a person must look. */
export class MigrationFailed extends Error {
  override readonly name = 'MigrationFailed'
}

const CONNECT_TIMEOUT_MS = 5000
/** Bounds the wait for another process that is migrating, and each step. */
const STATEMENT_TIMEOUT_MS = 60_000
const STEPS_TABLE = 'scores_migrations'

/**
 * Brings a database to the schema that this code needs. A database that has it does not change. Several processes may
 * call it at the same time: one works under an advisory lock, the others wait for it. All steps commit together or not
 * at all.
 *
 * @throws ScoresUnavailable when PostgreSQL cannot be reached (worth a retry), MigrationFailed otherwise.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  let step = 'before the first step'
  const client = connect(databaseUrl)
  client.on('error', () => {}) // the statement under way rejects with the same loss
  try {
    await client.connect()
    await refuseOtherSteps(client)
    await runner({
      dbClient: client,
      ...embeddedSteps(name => {
        step = name
      }),
      migrationsTable: STEPS_TABLE,
      direction: 'up',
      singleTransaction: true,
      advisoryLockMode: 'wait',
      logger: SILENT, // the error says the same
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const what = `${databaseName(databaseUrl)}: ${reason} (${step})`
    if (isConnectionMatter(error)) throw new ScoresUnavailable(`cannot migrate ${what}`, { cause: error })
    throw new MigrationFailed(`migration failed in ${what}`, { cause: error })
  } finally {
    await client.end().catch(() => {}) // a lost connection is already ended
  }
}

function connect(databaseUrl: string): Client {
  try {
    return new Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
    })
  } catch (error) {
    throw new MigrationFailed('the database URL is not one: postgres://user:password@host:port/database', {
      cause: error,
    })
  }
}

/**
 * Refuses a database that began with other steps than these. The versions before the list of steps was squashed created
 * such databases, and no upgrade from them exists. Steps that follow these are of a later version, and harmless: during
 * an upgrade, processes of both versions start.
 */
async function refuseOtherSteps(client: Client): Promise<void> {
  const { rows: tables } = await client.query(`select from pg_tables where tablename = '${STEPS_TABLE}'`)
  if (tables.length === 0) return
  const { rows: taken } = await client.query<{ readonly name: string }>(
    `select name from ${STEPS_TABLE} order by run_on, id`,
  )
  const isOther = MIGRATIONS.some(({ name }, index) => (taken[index]?.name ?? name) !== name)
  if (isOther) {
    throw new Error(
      'an earlier version of Ketik created this database, and this version cannot upgrade it: start with an empty ' +
        'database, or export the accounts with the earlier version first',
    )
  }
}

/**
 * The steps come from this program and not from files, so that a bundle has them too. node-pg-migrate needs a folder
 * with a file in it. It gets this file, which surely exists, and a loader that ignores it.
 */
function embeddedSteps(onStep: (name: string) => void) {
  const self = import.meta.filename
  const loader = async () =>
    MIGRATIONS.map(({ name, sql }) => ({
      id: name,
      filePaths: [],
      actions: {
        up: (pgm: MigrationBuilder) => {
          onStep(name)
          pgm.sql(sql)
        },
        down: false as const,
      },
    }))
  return {
    dir: dirname(self),
    ignorePattern: `(?!${basename(self).replace(/[^\w-]/g, '\\$&')}$).*`,
    migrationLoaderStrategies: [{ extensions: [extname(self)], loader }],
  }
}

const SILENT = { info: () => {}, warn: () => {}, error: () => {} }

/** Names a database for a message, without its password. */
function databaseName(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return 'the database'
  const { host, pathname } = new URL(databaseUrl)
  return `${pathname.slice(1)} at ${host}`
}
