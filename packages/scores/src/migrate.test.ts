import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { build } from 'esbuild'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../infra/test/services.ts'
import { MigrationFailed, migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { isRetryable, ScoresUnavailable } from './scores-fault.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.drop())

async function sql(text: string): Promise<readonly unknown[]> {
  const client = new Client(database.url)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

const stepsTaken = () => sql('select name from scores_migrations order by id')
const ALL_STEPS = MIGRATIONS.map(({ name }) => ({ name }))

describe('migrating', () => {
  it('[SCORES-21] twice does nothing the second time and keeps what is stored', async () => {
    await migrate(database.url)
    await sql(`insert into players (name, folded_name) values ('Ani', 'ani')`)
    await migrate(database.url)
    expect(await stepsTaken()).toEqual(ALL_STEPS)
    expect(await sql('select name from players')).toEqual([{ name: 'Ani' }])
  })

  it('[SCORES-21] from ten places at once takes each step once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => migrate(database.url)))
    expect(await stepsTaken()).toEqual(ALL_STEPS)
  })

  it('[SCORES-21] works from one bundled file, wherever it lies, in processes at once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ketik [scores] '))
    await build({
      stdin: {
        contents: `import { migrate } from './index.ts'; await migrate(process.argv[2])`,
        resolveDir: import.meta.dirname,
      },
      outfile: join(folder, 'main.js'),
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      external: ['pg-native'],
      banner: {
        js: `import { createRequire as c } from 'node:module'; const require = c(import.meta.url);`,
      },
    })
    await writeFile(join(folder, 'package.json'), '{"type":"module"}')
    const exits = await Promise.all(
      [1, 2, 3].map(async () => {
        const child = fork(join(folder, 'main.js'), [database.url], { execArgv: [] })
        const [code]: unknown[] = await once(child, 'exit')
        return code
      }),
    )
    await rm(folder, { recursive: true })
    expect(exits).toEqual([0, 0, 0])
    expect(await stepsTaken()).toEqual(ALL_STEPS)
  })

  it('[SCORES-21] fails at a step by its name, and leaves nothing of any step behind', async () => {
    await sql(
      'create function settle_races(settlements jsonb) returns setof text language sql as $$ select null $$',
    )
    const error: unknown = await migrate(database.url).catch(thrown => thrown)
    expect(error).toBeInstanceOf(MigrationFailed)
    expect(error).toHaveProperty('message', expect.stringMatching(/already exists.*\(2_functions\)$/))
    expect(error).toHaveProperty('cause.code', '42723')
    expect(isRetryable(error)).toBe(false)
    expect(await sql(`select 1 from pg_tables where tablename in ('players', 'boards')`)).toEqual([])
  })

  const FIRST_STEPS_OF_BEFORE = ['0001_tables', '0002_settle-races', '0003_rate-race'] as const
  /** A database with the steps of an earlier version. It has today's schema, so that it can hold what a test needs. */
  async function earlierDatabase(steps: readonly string[]): Promise<void> {
    await sql(
      'create table scores_migrations (id serial primary key, name varchar(255) not null, run_on timestamp not null)',
    )
    for (const step of steps)
      await sql(`insert into scores_migrations (name, run_on) values ('${step}', now())`)
    for (const step of MIGRATIONS) await sql(step.sql)
  }
  const schema = () =>
    sql(
      `select table_name, column_name from information_schema.columns where table_schema = 'public' order by 1, 2`,
    )

  it.each([
    ['a player', `insert into players (name, folded_name) values ('Budi', 'budi')`],
    [
      'an account',
      `insert into accounts (player, name, folded_name, passphrase) values ('p', 'Budi', 'budi', 'x')`,
    ],
    ['a kept name', `insert into kept_names (folded_name, player, until) values ('budi', 'p', now())`],
    [
      'a banned name',
      `insert into moderation (at, action, subject, until) values (now(), 'ban-name', 'budi', now())`,
    ],
    ['nothing in it', ''],
  ])(
    '[SCORES-40] refuses an earlier database with %s, says what to do, and changes nothing',
    async (_, insert) => {
      await earlierDatabase(FIRST_STEPS_OF_BEFORE)
      await sql(insert)
      const [steps, before] = [await stepsTaken(), await schema()]
      const error: unknown = await migrate(database.url).catch(thrown => thrown)
      expect(error).toBeInstanceOf(MigrationFailed)
      expect(error).toHaveProperty(
        'message',
        expect.stringMatching(
          /an earlier version .* created this database.*start with an empty database, or export the accounts/,
        ),
      )
      expect(isRetryable(error)).toBe(false)
      expect(await stepsTaken()).toEqual(steps)
      expect(await schema()).toEqual(before)
    },
  )

  it('[SCORES-40] refuses an earlier database that had taken one step', async () => {
    await earlierDatabase(['0001_tables'])
    const error: unknown = await migrate(database.url).catch(thrown => thrown)
    expect(error).toHaveProperty('message', expect.stringContaining('cannot upgrade it'))
    expect(await stepsTaken()).toEqual([{ name: '0001_tables' }])
  })

  it('[SCORES-21] leaves a database alone that a later version has taken further', async () => {
    await migrate(database.url)
    await sql(`insert into scores_migrations (name, run_on) values ('9999_later', now())`)
    await migrate(database.url)
    expect(await stepsTaken()).toEqual([...ALL_STEPS, { name: '9999_later' }])
  })

  it('[SCORES-21] says that PostgreSQL is away, and which, without the password', async () => {
    const error: unknown = await migrate('postgres://u:s3cret@127.0.0.1:1/ketik').catch(thrown => thrown)
    expect(error).toBeInstanceOf(ScoresUnavailable)
    expect(error).toHaveProperty(
      'message',
      expect.stringMatching(/^cannot migrate ketik at 127\.0\.0\.1:1: .*ECONNREFUSED/),
    )
    expect(inspect(error, { depth: 9 })).not.toContain('s3cret')
  })

  it.each(['postgres://u:s3cret@host:port/x', 'postgres://u:s3cret@[/x'])(
    '[SCORES-21] refuses %j as a URL',
    async url => {
      const error: unknown = await migrate(url).catch(thrown => thrown)
      expect(error).toBeInstanceOf(MigrationFailed)
      expect(inspect(error, { depth: 9 })).not.toContain('s3cret')
    },
  )
})
