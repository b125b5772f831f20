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
  describe('its races', () => racesContract(open))
  describe('its queue', () => queueContract(open))
  describe('its lobby', () => lobbyContract(open))
  describe('its nodes', () => nodesContract(open))
  describe('its jobs', () => jobsContract(open))
})

it('[CLUSTER-34] has each Lua script in memory too', () => {
  const lua = readdirSync(new URL('../scripts/', import.meta.url)).map(file => file.replace('.lua', ''))
  expect(Object.keys(memoryScripts).sort()).toEqual(lua.sort())
})
