import { expect, it } from 'vitest'
import { mergeReport } from './merge-report.ts'

const run = { machine: '2 × CPU', seed: 1, day: '2026-11-21', order: ['edge-kill', 'gateway-kill', 'clock'] }
const table = (...rows: readonly string[]) => ['| drill | bar |', '| --- | --- |', ...rows].join('\n')

it('keeps the rows of drills that were not run again, and tells of each row how it came about', () => {
  const all = mergeReport('', {
    ...run,
    command: 'npm run drill',
    table: table('| edge-kill | met |', '| gateway-kill | NOT MET |'),
  })
  const some = mergeReport(all, {
    ...run,
    command: 'npm run drill -- --only gateway-kill,clock',
    table: table('| gateway-kill | met |', '| clock | met |'),
  })
  expect(some.split('\n')).toEqual([
    '- `npm run drill`, seed 1, 2026-11-21, on 2 × CPU: edge-kill',
    '- `npm run drill -- --only gateway-kill,clock`, seed 1, 2026-11-21, on 2 × CPU: gateway-kill, clock',
    '',
    '| drill | bar |',
    '| --- | --- |',
    '| edge-kill | met |',
    '| gateway-kill | met |',
    '| clock | met |',
  ])
})

it('forgets a run of which no row is left', () => {
  const first = mergeReport('', { ...run, command: 'once', table: table('| clock | NOT MET |') })
  const second = mergeReport(first, { ...run, command: 'again', table: table('| clock | met |') })
  expect(second.split('\n')[0]).toBe('- `again`, seed 1, 2026-11-21, on 2 × CPU: clock')
  expect(second).not.toContain('once')
})
