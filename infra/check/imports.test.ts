import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { lint } from './lint.testkit.ts'
import { repositoryFiles } from './repository-files.ts'

const allowed: readonly (readonly [path: string, source: string])[] = [
  ['packages/edge/src/session.ts', "export { Bus } from '@ketik/cluster'"],
  ['services/gateway/src/http.ts', "export type { HttpRequest } from 'uWebSockets.js'"],
  ['packages/cluster/src/redis.ts', "export { Redis } from 'ioredis'"],
  ['infra/model/stage.ts', "export { MemoryCluster } from '@ketik/cluster/memory'"],
  ['services/gateway/src/config.ts', 'export const url = process.env.DATABASE_URL'],
  ['packages/cluster/src/bus.test.ts', "export { testRedis } from '../../../infra/test/services.ts'"],
  ['packages/race/src/text.test.ts', "export { readFileSync } from 'node:fs'"],
  ['packages/race/src/copies.test.ts', "export { copies } from '../corpus/copies.ts'"],
  ['apps/web/src/lane.tsx', "export type { Seat } from '@ketik/race'"],
  ['load/drill/drill.ts', "export { freePort } from '../../infra/local/free-port.ts'"],
  ['packages/edge/src/line.testkit.ts', "export { freshClock } from '@ketik/client'"],
]
const BY_NAME = 'by its name'
const UNDECLARED = /isn't specified in|devDependency/
const refused: readonly (readonly [path: string, source: string, reason: string | RegExp])[] = [
  ['packages/race/src/log.ts', "export { log } from '@ketik/runtime'", UNDECLARED],
  ['packages/race/src/file.ts', "export { readFileSync } from 'node:fs'", 'Node.js builtin'],
  ['packages/cluster/src/bus.ts', "export * from '@ketik/edge'", UNDECLARED],
  ['apps/web/src/scores.tsx', "export const scores = await import('@ketik/scores')", UNDECLARED],
  ['packages/edge/src/client.ts', "export { update } from '@ketik/client'", UNDECLARED],
  ['services/gateway/src/client.ts', "export { update } from '@ketik/client'", UNDECLARED],
  ['packages/client/src/update.ts', "export { log } from '@ketik/runtime'", UNDECLARED],
  ['apps/web/src/doors.ts', "export { connectTcp } from '@ketik/client/tcp'", 'no node:net'],
  ['services/gateway/src/uws.ts', "export { App } from 'uWebSockets.js'", 'uws-listen.ts alone'],
  ['services/gateway/src/uws-all.ts', "export { default } from 'uWebSockets.js'", 'uws-listen.ts alone'],
  ['services/gateway/src/uws.test.ts', "export { App } from 'uWebSockets.js'", 'uws-listen.ts alone'],
  ['apps/web/test/tcp.ts', "export { connectTcp } from '@ketik/client/tcp'", 'no node:net'],
  ['packages/edge/src/redis.ts', "export { Redis } from 'ioredis'", UNDECLARED],
  ['services/matchmaker/src/pair.ts', "export { Worker } from 'bullmq'", UNDECLARED],
  ['packages/edge/src/pg.ts', "export { Pool } from 'pg'", UNDECLARED],
  ['packages/edge/src/beside.ts', "export { a } from '../../cluster/src/bus.ts'", BY_NAME],
  ['packages/edge/src/memory.ts', "export { a } from '../../cluster/memory/index.ts'", BY_NAME],
  ['packages/edge/src/scratch.test.ts', "export { a } from '../../scores/test/scratch.ts'", BY_NAME],
  ['load/drill/main.ts', "export { a } from '../../packages/scores/src/index.ts'", BY_NAME],
  ['infra/model/jobs.ts', "export { a } from '../../services/matchmaker/src/reaping.ts'", BY_NAME],
  ['infra/test/cluster.test.ts', "export { a } from '../../packages/edge/src/session.ts'", BY_NAME],
  ['vitest.config.ts', "export { a } from './packages/edge/src/session.ts'", BY_NAME],
  ['packages/edge/src/test.ts', "export { a } from '../../../infra/test/services.ts'", 'Only tests'],
  ['packages/edge/src/model.test.ts', "export { a } from '../../../infra/model/stage.ts'", 'infra/local'],
  ['packages/edge/src/debug.ts', 'if (process.env.DEBUG) log()', 'process.env'],
]
const root = join(import.meta.dirname, '../..')
const manifests = repositoryFiles(root, /(^|\/)package\.json$/).map(
  path => [path, readFileSync(join(root, path), 'utf8')] as const,
)

it('the lint lets code import what its package.json names, and refuses every other way', () => {
  const reported = lint(Object.fromEntries([...manifests, ...allowed, ...refused]))
  const reasons = (path: string) =>
    reported.filter(({ location }) => location.path === path).map(({ message }) => message)
  for (const [path] of allowed) expect([path, reasons(path)]).toEqual([path, []])
  for (const [path, , reason] of refused)
    expect([path, reasons(path)]).toEqual([path, [expect.stringMatching(reason)]])
})
