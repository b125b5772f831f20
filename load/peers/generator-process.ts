import { fork } from 'node:child_process'
import { programOf } from './build.ts'
import type { RaceJob, Report } from './generator/job.ts'

const WITHIN_MS = 120_000

/** Runs the load in a process of its own; `onReport` is called at each step, and the load goes on when it returns. */
export const generate = (job: RaceJob, onReport: (report: Report) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = fork(programOf('generator'), [JSON.stringify(job)], { stdio: 'inherit' })
    const late = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`the load did not end within ${WITHIN_MS} ms`))
    }, WITHIN_MS)
    child.on('message', report => {
      onReport(report as Report)
      child.send('go')
    })
    child.once('exit', code => {
      clearTimeout(late)
      if (code === 0) resolve()
      else reject(new Error(`the generator ended with ${code}`))
    })
  })
