import { connect } from 'node:net'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { testDatabase, testRedis } from './services.ts'

describe('the services of a test run', () => {
  it('are a Redis with a key prefix for each caller', async () => {
    const { url, prefix } = testRedis()
    expect(prefix).not.toBe(testRedis().prefix)
    expect(await redisAnswer(url, 'CONFIG GET maxmemory-policy\r\n')).toContain('noeviction')
  })

  it('are a PostgreSQL with a database for each caller', async () => {
    const [one, other] = await Promise.all([testDatabase(), testDatabase()])
    expect(one.url).not.toBe(other.url)
    const client = new pg.Client(one.url)
    await client.connect()
    await client.query('create table only_here (id int)')
    await client.end()
    await Promise.all([one.drop(), other.drop()])
    await expect(new pg.Client(one.url).connect()).rejects.toThrow(/does not exist/)
  })
})

function redisAnswer(url: string, command: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(command))
    socket.once('data', data => {
      socket.destroy()
      resolve(data.toString())
    })
    socket.once('error', reject)
  })
}
