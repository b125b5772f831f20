import { testRedis } from '../../../../infra/test/services.ts'
import { JobWorkers, SharedCluster } from '../index.ts'
import { type OpenBackend, silent } from './backend.testkit.ts'

export const openRedis: OpenBackend = async () => {
  const { url, prefix } = testRedis()
  const closers: (() => Promise<void>)[] = []
  const join = async () => {
    const cluster = await SharedCluster.connect({ redisUrl: url, prefix, role: 'gateway' }, silent)
    closers.push(() => cluster.close())
    return cluster
  }
  const { names } = await join()
  return {
    join,
    work: async handlers => {
      const workers = new JobWorkers(url, names.jobs, 1, handlers, silent)
      closers.push(() => workers.close())
      await workers.ready()
    },
    close: async () => {
      for (const close of closers.reverse()) await close()
    },
  }
}
