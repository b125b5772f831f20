import { expect, it } from 'vitest'
import { mergeReport } from './report.ts'

const table = (...rows: readonly string[]) => ['| drill | bar |', '| --- | --- |', ...rows].join('\n')

it('keeps the rows of drills that were not run again, and tells of each row how it came about', () => {
  const first = table('| edge-kill | met |', '| gateway-kill | NOT MET |')
  const all = mergeReport('', '`npm run drill`, seed 1, on 2 × CPU', first)
  const second = table('| gateway-kill | met |', '| clock | met |')
  const some = mergeReport(all, '`npm run drill -- --only gateway-kill,clock`, seed 1, on 2 × CPU', second)
  expect(some.split('\n')).toEqual([
    '- `npm run drill`, seed 1, on 2 × CPU: edge-kill',
    '- `npm run drill -- --only gateway-kill,clock`, seed 1, on 2 × CPU: gateway-kill, clock',
    '',
    '| drill | bar |',
    '| --- | --- |',
    '| edge-kill | met |',
    '| gateway-kill | met |',
    '| clock | met |',
  ])
})

it('forgets a run of which no row is left', () => {
  const first = mergeReport('', 'once', table('| clock | NOT MET |'))
  const second = mergeReport(first, 'again', table('| clock | met |'))
  expect(second.split('\n')[0]).toBe('- again: clock')
  expect(second).not.toContain('once')
})
