import { randomBytes } from 'node:crypto'
import { Client, escapeIdentifier } from 'pg'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../infra/test/services.ts'
import { MigrationFailed } from './migrate.ts'
import { isRetryable, ScoresUnavailable } from './scores-fault.ts'
import { scramVerifier } from './scram-verifier.ts'
import { prepareDatabase } from './service-role.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.drop())

const sql = async (url: string, text: string): Promise<readonly unknown[]> => {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}
const codeOf = (url: string, text: string): Promise<unknown> =>
  sql(url, text).then(
    () => 'done',
    error => error.code,
  )

const NO_PRIVILEGE = '42501'
const CHANGES = [
  'create table loot (id int)',
  'create temporary table loot (id int)',
  'create schema loot',
  'create function loot() returns int language sql as $$ select 1 $$',
  'alter table players add column loot text',
  'alter table players owner to ketik_service',
  'drop table key_logs',
  'truncate results',
  'drop function settle_races(jsonb)',
  'create index on players (name)',
  'create trigger loot before insert on players for each row execute function suppress_redundant_updates_trigger()',
  `insert into scores_migrations (name, run_on) values ('9999_loot', now())`,
  'delete from scores_migrations',
  'create role loot',
  'alter role ketik_service superuser',
  `copy players to program 'cat'`,
]

describe('the role of services', () => {
  it('[TRANSPORT-40] can read and write rows, and call functions, of every table there is', async () => {
    expect(await prepareDatabase(database.serviceUrl, database.url)).toBe('service')
    const tables = await sql(
      database.serviceUrl,
      `select relname from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'scores_migrations'
        and not (has_table_privilege(oid, 'select') and has_table_privilege(oid, 'insert')
          and has_table_privilege(oid, 'update') and has_table_privilege(oid, 'delete'))`,
    )
    expect(tables).toEqual([])
    const functions = await sql(
      database.serviceUrl,
      `select proname from pg_proc where pronamespace = 'public'::regnamespace
        and not has_function_privilege(oid, 'execute')`,
    )
    expect(functions).toEqual([])
  })

  it('[TRANSPORT-40] cannot change the schema, roles or the list of migrations', async () => {
    await prepareDatabase(database.serviceUrl, database.url)
    for (const statement of CHANGES)
      expect([statement, await codeOf(database.serviceUrl, statement)]).toEqual([statement, NO_PRIVILEGE])
  })

  it('[TRANSPORT-40] can use the tables and functions of a later migration at once', async () => {
    await prepareDatabase(database.serviceUrl, database.url)
    await sql(database.url, 'create table later (id serial primary key, name text)')
    expect(await sql(database.serviceUrl, `insert into later (name) values ('Ani') returning id`)).toEqual([
      { id: 1 },
    ])
    expect(await codeOf(database.serviceUrl, 'drop table later')).toBe(NO_PRIVILEGE)
  })

  it.each([
    ['superuser', 'can become a superuser', (role: string) => [`alter role ${role} superuser`]],
    ['createrole', 'may create roles', (role: string) => [`alter role ${role} createrole`]],
    [
      'member',
      'member of their owner',
      (role: string, owner: string) => [`revoke ${role} from ${owner}`, `grant ${owner} to ${role}`],
    ],
    [
      'noinherit',
      'member of their owner',
      (role: string, owner: string) => [
        `revoke ${role} from ${owner}`,
        `alter role ${role} noinherit`,
        `grant ${owner} to ${role}`,
      ],
    ],
    ['owner', 'owns the tables', (role: string) => [`alter table players owner to ${role}`]],
    ['files', 'files or programs', (role: string) => [`grant pg_execute_server_program to ${role}`]],
  ] as const)(
    '[TRANSPORT-42] is refused where it could change the schema: %s',
    async (name, reason, changes) => {
      const [service, owner] = ['service', 'owner'].map(
        kind => `${kind}_${name}_${randomBytes(4).toString('hex')}`,
      )
      if (service === undefined || owner === undefined) throw new Error('no names')
      const url = (user: string) => Object.assign(new URL(database.serviceUrl), { username: user }).href
      await sql(database.url, `create role ${owner} login createrole password 'the password of services'`)
      try {
        const { pathname } = new URL(database.url)
        await sql(database.url, `alter database ${escapeIdentifier(pathname.slice(1))} owner to ${owner}`)
        await sql(database.url, `alter schema public owner to ${owner}`)
        expect(await prepareDatabase(url(service), url(owner))).toBe('service')
        for (const change of changes(service, owner)) await sql(database.url, change)
        const error: unknown = await prepareDatabase(url(service), url(owner)).catch(thrown => thrown)
        expect(error).toBeInstanceOf(MigrationFailed)
        expect(String(error)).toMatch(`the role ${service} of DATABASE_URL could change the schema`)
        expect(String(error)).toContain(reason)
      } finally {
        await database.drop()
        await sql(inject('databaseUrl'), `drop role if exists ${service}, ${owner}`)
      }
    },
  )

  it('[TRANSPORT-41] is there after ten processes at once, and again after a second time', async () => {
    const prepare = () => prepareDatabase(database.serviceUrl, database.url)
    expect(await Promise.all(Array.from({ length: 10 }, prepare))).toEqual(Array(10).fill('service'))
    expect(await prepare()).toBe('service')
  })

  it('[TRANSPORT-41] is the owner where there is one address alone, and nothing is granted', async () => {
    expect(await prepareDatabase(database.url)).toBe('owner and service')
    expect(await codeOf(database.serviceUrl, 'select from players')).toBe(NO_PRIVILEGE)
  })

  it('[TRANSPORT-41] has its password from a verifier, which is that of RFC 7677 for its example', () => {
    const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64')
    expect(scramVerifier('pencil', salt)).toBe(
      'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
    )
  })

  it('[TRANSPORT-41] an owner that cannot be reached is worth a retry, without its password in the message', async () => {
    const error: unknown = await prepareDatabase(
      'postgres://service:s3cret@127.0.0.1:1/ketik',
      'postgres://owner:s3cret@127.0.0.1:1/ketik',
    ).catch(thrown => thrown)
    expect(error).toBeInstanceOf(ScoresUnavailable)
    expect(isRetryable(error)).toBe(true)
    expect(String(error)).not.toContain('s3cret')
  })
})
