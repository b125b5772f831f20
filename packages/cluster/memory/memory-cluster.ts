import type { NodeId } from '@ketik/race'
import type { Log } from '@ketik/runtime'
import { type ClusterSettings, SharedCluster } from '../src/cluster.ts'
import type { ClusterClock } from '../src/cluster-clock.ts'
import type { JobHandlers } from '../src/job-workers.ts'
import { createNames } from '../src/names.ts'
import { directLink, type Link } from './link.ts'
import { MemoryJobStore } from './memory-job-store.ts'
import { MemoryJobWorkers } from './memory-job-workers.ts'
import { memoryJobs } from './memory-jobs.ts'
import { memoryRedis, memoryRunScript } from './memory-redis.ts'
import { memoryScripts } from './memory-scripts.ts'
import { MemoryServer } from './memory-server.ts'

/** One process of a cluster in memory. */
export type MemoryProcess = {
  readonly node: NodeId
  readonly role: ClusterSettings['role']
  /** For commands and published messages, in their order, and for what the server pushes. */
  readonly link: Link
  /** For jobs: BullMQ has separate connections. */
  readonly jobsLink: Link
  /** Cluster time at the process. */
  readonly now: () => number
}

/** A cluster in the memory of one process. It has the classes of the real one over a server in memory. */
export class MemoryCluster {
  readonly server: MemoryServer
  readonly jobs: MemoryJobStore
  readonly names = createNames('m:')
  /** The model replaces scripts by faulty ones to see whether it finds the fault. */
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
