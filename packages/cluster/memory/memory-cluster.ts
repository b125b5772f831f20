import type { NodeId } from '@ketik/race'
import type { Log } from '@ketik/runtime'
import { type ClusterSettings, SharedCluster } from '../src/cluster.ts'
import type { ClusterClock } from '../src/cluster-clock.ts'
import type { JobHandlers } from '../src/jobs.ts'
import { createNames } from '../src/names.ts'
import { directLink, type Link } from './link.ts'
import { MemoryJobStore } from './memory-job-store.ts'
import { MemoryJobWorkers } from './memory-job-workers.ts'
import { memoryJobs } from './memory-jobs.ts'
import { memoryRedis, memoryRunScript } from './memory-redis.ts'
import { memoryScripts } from './memory-scripts.ts'
import { MemoryServer } from './memory-server.ts'

/** What one process of a cluster in memory is given. */
export type MemoryProcess = {
  readonly node: NodeId
  readonly role: ClusterSettings['role']
  /** Commands and publishing, in their order; and what the server pushes. */
  readonly link: Link
  /** BullMQ has connections of its own. */
  readonly jobsLink: Link
  /** Its cluster time. */
  readonly now: () => number
}

/** All that the processes of a cluster share, in this process's memory: the same classes as over Redis and BullMQ. */
export class MemoryCluster {
  readonly server: MemoryServer
  readonly jobs: MemoryJobStore
  readonly names = createNames('m:')
  /** Those that are meant; the model puts others here to see whether it notices. */
  scripts = memoryScripts

  constructor(private readonly now: () => number) {
    this.server = new MemoryServer(now)
    this.jobs = new MemoryJobStore(now)
  }

  join(process: Partial<MemoryProcess> & Pick<MemoryProcess, 'node' | 'role'>, log: Log): SharedCluster {
    const { node, role, link = directLink, jobsLink = directLink, now = this.now } = process
    const clock: Pick<ClusterClock, keyof ClusterClock> = { now, stop: () => {} }
    return SharedCluster.over(
      {
        redis: memoryRedis(this.server, link),
        subscriber: memoryRedis(this.server, link),
        run: memoryRunScript(this.server, link, this.scripts),
        clock: clock as ClusterClock,
        jobs: memoryJobs(this.jobs, jobsLink),
        node,
        names: this.names,
        role,
      },
      log,
    )
  }

  work(concurrency: number, handlers: JobHandlers, log: Log, link: Link = directLink): MemoryJobWorkers {
    return new MemoryJobWorkers(this.jobs, link, concurrency, handlers, log)
  }
}
