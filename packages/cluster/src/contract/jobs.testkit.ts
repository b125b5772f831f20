import { expect, it } from 'vitest'
import { jobId, type RaceJob } from '../index.ts'
import { Gathering, type OpenBackend } from './backend.testkit.ts'

export const jobsContract = (open: OpenBackend): void => {
  it('[CLUSTER-31] works on a job once however often it is added, and not before it is due', async () => {
    const backend = await open()
    const { jobs } = await backend.join()
    const addedAt = performance.now()
    await jobs.add({ kind: 'deadline', race: 'r1' }, 150)
    await jobs.add({ kind: 'deadline', race: 'r1' })
    const done = new Gathering<RaceJob & { readonly afterMs: number }>()
    await backend.work({
      pair: async () => {},
      race: async job => done.add({ ...job, afterMs: performance.now() - addedAt }),
    })
    await jobs.add({ kind: 'settle', race: 'r1' })
    await jobs.add({ kind: 'grace', race: 'r1', seat: 0, epoch: 1 }, 200)
    await jobs.add({ kind: 'grace', race: 'r1', seat: 0, epoch: 2 }, 250)
    const jobsDone = await done.atLeast(4)
    expect(jobsDone.map(jobId).sort()).toEqual(['deadline-r1', 'grace-r1-0-1', 'grace-r1-0-2', 'settle-r1'])
    for (const [id, delayMs] of [
      ['deadline-r1', 150],
      ['grace-r1-0-1', 200],
      ['grace-r1-0-2', 250],
    ] as const) {
      // BullMQ counts whole milliseconds of the wall clock.
      expect(jobsDone.find(job => jobId(job) === id)?.afterMs).toBeGreaterThan(delayMs - 5)
    }
    await backend.close()
  })

  it('[CLUSTER-32] tries a job again until it is done, and takes its id again afterwards', async () => {
    const backend = await open()
    const { jobs } = await backend.join()
    const tries = new Gathering<string>()
    await backend.work({
      pair: async () => tries.add('pair'),
      race: async ({ kind }) => {
        tries.add(kind)
        if (tries.items.length < 3) throw new Error('not yet')
      },
    })
    await jobs.add({ kind: 'settle', race: 'r1' })
    expect(await tries.atLeast(3)).toEqual(['settle', 'settle', 'settle'])
    await jobs.pair()
    await tries.atLeast(4)
    await expect.poll(async () => (await jobs.counts())['active']).toBe(0)
    await jobs.add({ kind: 'settle', race: 'r1' })
    expect(await tries.atLeast(5)).toEqual(['settle', 'settle', 'settle', 'pair', 'settle'])
    await backend.close()
  })
}
