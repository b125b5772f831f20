import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProbeFaults } from './find-probe-faults.ts'
import { repositoryFiles } from './repository-files.ts'

const root = join(import.meta.dirname, '../..')
// The check's own test is full of examples of what is not allowed.
const files = repositoryFiles(root, /\.tsx?$/).filter(
  path => path !== 'infra/check/find-probe-faults.test.ts',
)
const faults = files.flatMap(path => findProbeFaults(path, readFileSync(join(root, path), 'utf8')))

for (const fault of faults) process.stderr.write(`${fault}\n`)
process.stdout.write(`probes: ${files.length} files, ${faults.length} faults\n`)
process.exitCode = faults.length === 0 ? 0 : 1
