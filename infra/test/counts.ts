/** How many checks or tests of a suite passed, failed and were skipped. */
export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number }

export const oneOf = (isGood: boolean): Counts => ({
  passed: isGood ? 1 : 0,
  failed: isGood ? 0 : 1,
  skipped: 0,
})

export function addCounts(all: readonly Counts[]): Counts {
  const sum = (pick: (counts: Counts) => number) => all.reduce((total, counts) => total + pick(counts), 0)
  return {
    passed: sum(counts => counts.passed),
    failed: sum(counts => counts.failed),
    skipped: sum(counts => counts.skipped),
  }
}

/** In CI a test that was skipped has proved nothing: it counts as failed. */
export function skippedAsFailed({ passed, failed, skipped }: Counts): Counts {
  return { passed, failed: failed + skipped, skipped: 0 }
}

/** The last line of a test run. */
export function summaryLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/**
 * The counts in what vitest's json reporter wrote. A file that could not be loaded has no tests, and an error outside
 * of all tests belongs to none: each such counts as one failure, so that nothing broken is counted as nothing.
 */
export function countVitest(report: string | undefined, exitCode: number | null): Counts {
  const seen = report === undefined ? { passed: 0, failed: 0, skipped: 0 } : readReport(JSON.parse(report))
  return exitCode !== 0 && seen.failed === 0 ? { ...seen, failed: 1 } : seen
}

function readReport(report: unknown): Counts {
  const number = (name: string) => {
    const value = fieldOf(report, name)
    return typeof value === 'number' ? value : 0
  }
  const files = fieldOf(report, 'testResults')
  const unloaded = Array.isArray(files) ? files.filter(isUnloaded).length : 0
  return {
    passed: number('numPassedTests'),
    failed: number('numFailedTests') + unloaded,
    skipped: number('numPendingTests') + number('numTodoTests'),
  }
}

function isUnloaded(file: unknown): boolean {
  const tests = fieldOf(file, 'assertionResults')
  return (
    fieldOf(file, 'status') === 'failed' &&
    Array.isArray(tests) &&
    !tests.some(test => fieldOf(test, 'status') === 'failed')
  )
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
