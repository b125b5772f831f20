import { basename, dirname, extname } from 'node:path'
import { type MigrationBuilder, runner } from 'node-pg-migrate'
import { Client } from 'pg'
import { MIGRATIONS } from './migrations/index.ts'
import { isConnectionMatter, ScoresUnavailable } from './scores-fault.ts'

/** A step of the schema could not be taken; nothing of it is left behind. Not worth a retry: a person must look. */
export class MigrationFailed extends Error {
  override readonly name = 'MigrationFailed'
}

const CONNECT_TIMEOUT_MS = 5000
/** Bounds the wait for another process that is migrating, and each step. */
const STATEMENT_TIMEOUT_MS = 60_000

/**
 * Brings a database to the schema this code needs. Does nothing where that is done; several processes may call it at
 * once: one works under an advisory lock, the others wait for it. All steps commit together or not at all.
 *
 * @throws ScoresUnavailable when PostgreSQL cannot be reached (worth a retry), MigrationFailed otherwise.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  let step = 'before the first step'
  const client = connect(databaseUrl)
  client.on('error', () => {}) // the statement under way rejects with the same loss
  try {
    await client.connect()
    await runner({
      dbClient: client,
      ...embeddedSteps(name => {
        step = name
      }),
      migrationsTable: 'scores_migrations',
      direction: 'up',
      singleTransaction: true,
      advisoryLockMode: 'wait',
      logger: SILENT, // whatever it says comes as the error too
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
 * The steps come from this program, not from files, so that they are there in a bundle too. node-pg-migrate insists on
 * a folder with a file in it: it is shown the one file that surely exists, this one, and a loader that ignores it.
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
