import { expect, it } from 'vitest'
import { proofTable } from './proof-table.ts'

const bar = { what: 'starts apart, p90', measured: 3.20049, most: 10, unit: 'ms' }

it('[CI-8] prints each measured value beside its bar, and each test that failed', () => {
  const assertionResults = [
    { title: 'starts', status: 'failed', meta: { bars: [bar, { ...bar, measured: 12 }] } },
    { title: 'breaks', status: 'failed', meta: { bars: [bar] } },
    { title: 'settles', status: 'passed', meta: {} },
  ]
  expect(proofTable(JSON.stringify({ testResults: [{ assertionResults }] }))).toBe(
    [
      '| test | what | measured | bar | outcome |',
      '| --- | --- | --- | --- | --- |',
      '| starts | starts apart, p90 | 3.2 ms | 10 ms | met |',
      '| starts | starts apart, p90 | 12 ms | 10 ms | MISSED |',
      '| breaks | starts apart, p90 | 3.2 ms | 10 ms | met |',
      '| breaks |  |  |  | failed |',
      '| settles |  |  |  | passed |',
    ].join('\n'),
  )
})
