import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/** The Redis of this test run, and a key prefix that nothing else uses. */
export function testRedis(): { readonly url: string; readonly prefix: string } {
  return { url: inject('redisUrl'), prefix: `${freshName()}:` }
}

export type TestDatabase = {
  /** Of the owner, who may change the schema. */
  readonly url: string
  /** Of the role that services have, once `prepareDatabase` has created it. */
  readonly serviceUrl: string
  /** Removes it and ends every connection to it. */
  drop(): Promise<void>
}

/** A new, empty database in the PostgreSQL of this test run. */
export async function testDatabase(): Promise<TestDatabase> {
  const name = freshName()
  await asAdmin(`create database ${name}`)
  const url = new URL(inject('databaseUrl'))
  url.pathname = `/${name}`
  const serviceUrl = asService(url.href)
  return { url: url.href, serviceUrl, drop: () => asAdmin(`drop database if exists ${name} with (force)`) }
}

/** The address of the same database for the role of services. */
export const asService = (ownerUrl: string): string => {
  const url = new URL(ownerUrl)
  url.username = 'ketik_service'
  url.password = 'the password of services'
  return url.href
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
