import { MemoryCluster } from '../../memory/memory-cluster.ts'
import { type OpenBackend, silent } from './backend.testkit.ts'

export const openMemory: OpenBackend = async () => {
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
