import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { memoryScripts } from '../../memory/memory-scripts.ts'
import { jobsContract } from './jobs.testkit.ts'
import { lobbyContract } from './lobby.testkit.ts'
import { nodesContract } from './nodes.testkit.ts'
import { openMemory } from './open-memory.testkit.ts'
import { openRedis } from './open-redis.testkit.ts'
import { queueContract } from './queue.testkit.ts'
import { racesContract } from './races.testkit.ts'

/** What the shared state owes its users, whatever it is kept in. */
describe.each([
  ['in Redis', openRedis],
  ['in memory', openMemory],
])('the shared state %s', (_, open) => {
  describe('[CLUSTER-20] [CLUSTER-21] [CLUSTER-22] [CLUSTER-23] its races', () => racesContract(open))
  describe('[CLUSTER-24] [CLUSTER-25] [CLUSTER-26] [CLUSTER-35] its queue', () => queueContract(open))
  describe('[CLUSTER-27] [CLUSTER-28] [CLUSTER-29] [CLUSTER-36] [CLUSTER-37] [CLUSTER-38] [MODERATION-6] its lobby', () =>
    lobbyContract(open))
  describe('[CLUSTER-30] [CLUSTER-33] [ACCOUNT-16] its nodes', () => nodesContract(open))
  describe('[CLUSTER-31] [CLUSTER-32] its jobs', () => jobsContract(open))
})

it('[CLUSTER-34] has each Lua script in memory too', () => {
  const lua = readdirSync(new URL('../scripts/', import.meta.url)).map(file => file.replace('.lua', ''))
  expect(Object.keys(memoryScripts).sort()).toEqual(lua.sort())
})
