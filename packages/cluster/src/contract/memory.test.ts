import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { MemoryCluster } from '../memory/memory-cluster.ts'
import { memoryScripts } from '../memory/memory-scripts.ts'
import { type OpenBackend, silent } from './backend.testkit.ts'
import { sharedStateContract } from './contract.testkit.ts'

const openMemory: OpenBackend = async () => {
  const cluster = new MemoryCluster(() => performance.timeOrigin + performance.now())
  const closers: (() => Promise<void>)[] = []
  let joined = 0
  return {
    join: async () => cluster.join({ node: `g${++joined}`, role: 'gateway' }, silent),
    work: async handlers => {
      const workers = cluster.work(1, handlers, silent)
      closers.push(() => workers.close())
    },
    close: async () => {
      await Promise.all(closers.map(close => close()))
    },
  }
}

sharedStateContract('in memory', openMemory)

it('[Q34] has each Lua script in memory too', () => {
  const lua = readdirSync(new URL('../scripts/', import.meta.url)).map(file => file.replace('.lua', ''))
  expect(Object.keys(memoryScripts).sort()).toEqual(lua.sort())
})
