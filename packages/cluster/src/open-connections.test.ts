import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog, type Log } from '@ketik/runtime'
import { expect, it } from 'vitest'
import { freePort } from '../../../infra/local/free-port.ts'
import { provideRedisProgram } from '../../../infra/local/redis-program.ts'
import { startRedis } from '../../../infra/local/redis-server.ts'
import { openConnections } from './open-connections.ts'

it('[G8] who starts before Redis says so and waits for it', async () => {
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
  const opening = openConnections(`redis://127.0.0.1:${port}`, log, 60_000)
  await first
  const command = provideRedisProgram(() => {})
  const logFile = join(folder, 'redis.log')
  const server = await startRedis({ command, folder, port, logFile, durable: false })
  const { redis, subscriber, clock } = await opening
  expect(new Set(told)).toEqual(new Set(['Redis is out of reach at the start: trying again']))
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(60_000)
  clock.stop()
  for (const client of [redis, subscriber]) client.disconnect()
  await server.stop()
  rmSync(folder, { recursive: true })
})

it('[G8] who finds no Redis in time ends, and says what it met', async () => {
  const opening = openConnections(`redis://127.0.0.1:${await freePort()}`, createLog('test', 'silent'), 1_500)
  await expect(opening).rejects.toThrow('Redis is out of reach')
  await expect(opening).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
})
