import { type Jobs, jobId, type RaceJob } from '../src/jobs.ts'
import type { Link } from './link.ts'
import type { MemoryJobStore } from './memory-job-store.ts'

/** `Jobs` over memory, in place of BullMQ. */
export const memoryJobs = (store: MemoryJobStore, link: Link): Jobs => {
  const jobs: Pick<Jobs, keyof Jobs> = {
    ready: async () => {},
    pair: () => link.call('add pair', () => store.addPair()),
    add: (job: RaceJob, delayMs = 0) =>
      link.call(`add ${jobId(job)}`, () => store.addRace(jobId(job), job, Math.max(0, Math.round(delayMs)))),
    counts: () => link.call('count jobs', () => countsOf(store)),
    close: async () => {},
  }
  return jobs as Jobs
}

const countsOf = (store: MemoryJobStore): Readonly<Record<string, number>> => {
  const race = [...store.all].filter(({ queue }) => queue === 'race')
  const active = race.filter(({ lock }) => lock !== undefined).length
  const retried = race.filter(({ lock, attempts }) => lock === undefined && attempts > 0).length
  return { waiting: race.length - active - retried, active, delayed: retried, failed: 0 }
}
