import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/** The Redis of this test run, and a key prefix that nothing else uses. */
export function testRedis(): { readonly url: string; readonly prefix: string } {
  return { url: inject('redisUrl'), prefix: `${freshName()}:` }
}

export type TestDatabase = {
  readonly url: string
  /** Removes it and ends every connection to it. */
  drop(): Promise<void>
}

/** A new, empty database in the PostgreSQL of this test run. */
export async function testDatabase(): Promise<TestDatabase> {
  const name = freshName()
  await asAdmin(`create database ${name}`)
  const url = new URL(inject('databaseUrl'))
  url.pathname = `/${name}`
  return { url: url.href, drop: () => asAdmin(`drop database if exists ${name} with (force)`) }
}

const freshName = () => `t${randomBytes(6).toString('hex')}`

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseUrl') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
