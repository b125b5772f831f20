import { join } from 'node:path'
import { runSuites } from './run-suites.ts'
import { check } from './suite.ts'

/** A run for the test of runs. `EXAMPLE` says how it goes: stays, leaves or throws. */
const suite = check('example', 'tsx', join(import.meta.dirname, 'example-suite.ts'))
process.exitCode = await runSuites({
  root: join(import.meta.dirname, '../../..'),
  suites: () => [suite],
  usesEngine: false,
  prepare: () => {
    if (process.env['EXAMPLE'] === 'throws') throw new Error('no luck')
  },
})
if (process.connected) process.disconnect()
