import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { scratchFolder } from '../test/scratch.ts'
import { type LocalConfig, readConfig } from './config.ts'
import { freePort } from './free-port.ts'
import { keptPort, keptSecret } from './kept-values.ts'
import { provideDatabase, provideRedis } from './own-servers.ts'
import { createProcessGroup, type ProcessGroup } from './process-group.ts'

describe('the servers of a local cluster', () => {
  const folder = scratchFolder()
  const data = join(folder, 'data')
  mkdirSync(join(data, 'logs'), { recursive: true })
  const said: string[] = []
  const groups: ProcessGroup[] = []
  afterAll(async () => {
    await Promise.all(groups.map(group => group.stop()))
  })
  const surroundings = (environment: NodeJS.ProcessEnv = {}) => {
    const config = readConfig([], { KETIK_DIR: data, ...environment }) as LocalConfig
    const group = createProcessGroup(() => {})
    groups.push(group)
    return { config, group, say: (line: string) => void said.push(line) }
  }

  it('keep PostgreSQL data and the address across starts', async () => {
    const first = surroundings()
    const url = await provideDatabase(first)
    await query(url, 'create table kept as select 42 as value')
    await first.group.stop()
    const second = surroundings()
    expect(await provideDatabase(second)).toBe(url)
    expect(await query(url, 'select value from kept')).toEqual([{ value: 42 }])
    await second.group.stop()
  })

  it('bring back a PostgreSQL that was killed', async () => {
    const { group, ...rest } = surroundings()
    const pids: number[] = []
    const watching = {
      ...group,
      add: (...[stage, name, started]: Parameters<typeof group.add>) => {
        pids.push(started.pid)
        group.add(stage, name, started)
      },
    }
    const back = new Promise<void>(resolve => {
      const say = (line: string) => line.endsWith('is running again') && resolve()
      void provideDatabase({ ...rest, group: watching, say }).then(() =>
        process.kill(pids[0] ?? 0, 'SIGKILL'),
      )
    })
    await back
    expect(pids).toHaveLength(2)
    await group.stop()
  })

  it('start Redis with a password that only the owner can read', async () => {
    const { group, ...rest } = surroundings()
    const { password } = new URL(await provideRedis({ ...rest, group }))
    expect(password).toBe(readFileSync(join(data, 'redis-password'), 'utf8').trim())
    expect(statSync(join(data, 'redis-password')).mode & 0o777).toBe(0o600)
    await group.stop()
  })

  it('are not started where others are given, which must answer', async () => {
    const port = await freePort()
    const given = createServer()
    await new Promise<void>(resolve => given.listen(port, '127.0.0.1', resolve))
    expect(await provideRedis(surroundings({ REDIS_URL: `redis://127.0.0.1:${port}` }))).toBe(
      `redis://127.0.0.1:${port}`,
    )
    await new Promise(resolve => given.close(resolve))
    const refused = provideDatabase(surroundings({ DATABASE_URL: `postgres://127.0.0.1:${port}/x` }))
    await expect(refused).rejects.toThrow(`nothing answers at DATABASE_URL (127.0.0.1:${port})`)
  })

  it('move to another port only when theirs is taken', async () => {
    const file = join(folder, 'port')
    const port = await keptPort(file)
    expect(await keptPort(file)).toBe(port)
    const squatter = createServer()
    await new Promise<void>(resolve => squatter.listen(port, '127.0.0.1', resolve))
    expect(await keptPort(file)).not.toBe(port)
    squatter.close()
    expect(keptSecret(join(folder, 'secret'))).toBe(keptSecret(join(folder, 'secret')))
  })
})

async function query(url: string, statement: string): Promise<unknown> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query(statement)
  await client.end()
  return rows
}
