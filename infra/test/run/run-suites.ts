import { addCounts, type Counts, oneOf, skippedAsFailed, summaryLine } from '../counts.ts'
import { leaveEngine } from '../deploy/engine.ts'
import { endProcesses, goneWithin } from './end-processes.ts'
import { addedTo, machineState } from './machine-state.ts'
import { processesOfRun } from './processes.ts'
import { runSuite, type Suite } from './suite.ts'
import { openTestRun, type TestRun } from './test-run.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** A process that was told to end may take this long, as a browser does. */
const GONE_WITHIN_MS = 15_000

export type Plan = {
  readonly root: string
  readonly suites: (run: TestRun) => readonly Suite[]
  /** Whether a suite may start a Docker engine, so that its end is seen to. */
  readonly usesEngine: boolean
  /** Before the first suite. */
  readonly prepare: () => void
  /** After the last suite, while the reports are there. */
  readonly report?: (run: TestRun) => void
}

/**
 * Runs suites one after the other. However that ends, nothing of it remains on the machine, and the last line says how
 * many passed and failed. Resolves with the exit code.
 */
export const runSuites = async ({ root, suites, usesEngine, prepare, report }: Plan): Promise<number> => {
  const stop = new AbortController()
  for (const signal of SIGNALS) process.on(signal, () => stop.abort(signal))
  process.on('disconnect', () => stop.abort('the end of its parent')) // which was killed
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {}) // the terminal is gone
  const engine = usesEngine ? watchEngine() : undefined
  const run = await openTestRun(root)
  const counted: Counts[] = []
  try {
    prepare()
    for (const suite of suites(run)) {
      await new Promise(setImmediate) // a signal that came during a synchronous step
      if (stop.signal.aborted) break
      process.stdout.write(`\n== ${suite.name}\n`)
      counted.push(suite.count(await runSuite(suite, run, root, stop.signal)))
    }
    if (!stop.signal.aborted) report?.(run)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
    counted.push(oneOf(false))
  }
  if (stop.signal.aborted) {
    process.stderr.write(`interrupted by ${stop.signal.reason}\n`)
    counted.push(oneOf(false))
  }

  process.stdout.write('\n== nothing remains\n')
  const left = stop.signal.aborted ? [] : await leftBySuites(run)
  await endProcesses(run.folder, false)
  engine?.leave()
  await endProcesses(run.folder, true)
  const remaining = [...processesOfRun(run.folder).map(described), ...(engine?.remains() ?? [])]
  for (const one of left) process.stderr.write(`a suite left behind: ${one}\n`)
  for (const one of remaining) process.stderr.write(`still there: ${one}\n`)
  counted.push(oneOf(left.length + remaining.length === 0))
  run.close()

  const sum = addCounts(counted)
  const total = process.env['CI'] ? skippedAsFailed(sum) : sum
  process.stdout.write(`\n${summaryLine(total)}\n`)
  return total.failed > 0 || total.passed === 0 ? 1 : 0
}

/** Leaves the Docker engine as it is now, and tells what of one remains all the same. */
const watchEngine = () => {
  const startedAt = new Date()
  const before = machineState()
  return {
    leave: () => leaveEngine(before.engineRuns, startedAt),
    remains: () => addedTo(before, machineState()),
  }
}

/** What still runs after suites that have ended by themselves. */
const leftBySuites = async ({ folder }: TestRun): Promise<readonly string[]> => {
  await goneWithin(() => processesOfRun(folder), GONE_WITHIN_MS)
  return processesOfRun(folder).map(described)
}

const described = ({ pid, name }: { readonly pid: number; readonly name: string }): string =>
  `process ${pid} (${name})`
