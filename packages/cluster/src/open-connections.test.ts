import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog, type Log } from '@ketik/runtime'
import { expect, it } from 'vitest'
import { freePort } from '../../../infra/local/free-port.ts'
import { provideRedisProgram } from '../../../infra/local/redis-program.ts'
import { startRedis } from '../../../infra/local/redis-server.ts'
import { createNames } from './names.ts'
import { openConnections } from './open-connections.ts'
import { createRedis } from './redis.ts'

const names = createNames('opening:')

it('[FAULT-8] who starts before Redis says so and waits for it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ketik-late-'))
  const port = await freePort()
  const told: string[] = []
  let onFirst = () => {}
  const first = new Promise<void>(resolve => {
    onFirst = resolve
  })
  const warn = (_: unknown, what: string) => {
    told.push(what)
    onFirst()
  }
  const log = { ...createLog('test', 'silent'), warn } as unknown as Log
  const opening = openConnections(`redis://127.0.0.1:${port}`, names, log, 60_000)
  await first
  const command = provideRedisProgram(() => {})
  const logFile = join(folder, 'redis.log')
  const server = await startRedis({ command, folder, port, logFile, durable: false })
  const { redis, subscriber, clock } = await opening
  expect(new Set(told)).toEqual(new Set(['Redis cannot be used at the start: trying again']))
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(60_000)
  clock.stop()
  for (const client of [redis, subscriber]) client.disconnect()
  await server.stop()
  rmSync(folder, { recursive: true })
})

it('[FAULT-8] who finds no Redis in time ends, and says what it met', async () => {
  const opening = openConnections(
    `redis://127.0.0.1:${await freePort()}`,
    names,
    createLog('test', 'silent'),
    1_500,
  )
  await expect(opening).rejects.toThrow('Redis is out of reach')
  await expect(opening).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
})

it('[FAULT-8] a process that finds a Redis that refuses writes ends with that reason, or waits for it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ketik-refusing-'))
  const port = await freePort()
  const command = provideRedisProgram(() => {})
  const server = await startRedis({
    command,
    folder,
    port,
    logFile: join(folder, 'redis.log'),
    durable: false,
  })
  const operator = createRedis(server.url)
  await operator.connect()
  await operator.config('SET', 'maxmemory', '1')
  const log = createLog('test', 'silent')
  await expect(openConnections(server.url, names, log, 1_500)).rejects.toThrow(/refuses this process: OOM/)
  let onFirst = () => {}
  const first = new Promise<void>(resolve => {
    onFirst = resolve
  })
  const opening = openConnections(server.url, names, { ...log, warn: onFirst } as unknown as Log, 60_000)
  await first
  await operator.config('SET', 'maxmemory', '0')
  const { redis, subscriber, clock } = await opening
  clock.stop()
  for (const client of [redis, subscriber, operator]) client.disconnect()
  await server.stop()
  rmSync(folder, { recursive: true })
})
