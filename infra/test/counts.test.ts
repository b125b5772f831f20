import { expect, it } from 'vitest'
import { addCounts, countVitest, oneOf, skippedAsFailed, summaryLine } from './counts.ts'

const report = (fields: object) =>
  JSON.stringify({ numPassedTests: 3, numFailedTests: 0, testResults: [], ...fields })

it('adds up checks and tests into one line', () => {
  const all = [oneOf(true), oneOf(false), countVitest(report({ numPendingTests: 1, numTodoTests: 1 }), 0)]
  expect(summaryLine(addCounts(all))).toBe('4 passed, 1 failed, 2 skipped')
  expect(summaryLine(addCounts([oneOf(true)]))).toBe('1 passed, 0 failed')
})

it('counts a file that could not be loaded as one failure', () => {
  const testResults = [
    { status: 'failed', assertionResults: [] },
    { status: 'failed', assertionResults: [{ status: 'failed' }] },
  ]
  expect(countVitest(report({ numFailedTests: 1, testResults }), 1).failed).toBe(2)
})

it('never takes a run that failed, or wrote no report, for one without failures', () => {
  expect(countVitest(report({}), 1)).toEqual({ passed: 3, failed: 1, skipped: 0 })
  expect(countVitest(undefined, null)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

it('[CI-6] counts what was skipped as failed in CI', () => {
  expect(summaryLine(skippedAsFailed({ passed: 3, failed: 1, skipped: 2 }))).toBe('3 passed, 3 failed')
})
