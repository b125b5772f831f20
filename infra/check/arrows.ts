import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findArrowFaults } from './find-arrow-faults.ts'
import { findSizeFaults } from './find-size-faults.ts'
import { repositoryFiles } from './repository-files.ts'

const root = join(import.meta.dirname, '../..')
// The check's own test is full of examples of what is not allowed.
const paths = repositoryFiles(root, /\.(tsx?|mjs|js)$/).filter(
  path => path !== 'infra/check/find-arrow-faults.test.ts',
)
const sources = new Map(paths.map(path => [path, readFileSync(join(root, path), 'utf8')]))
const linesOf = (path: string) => readFileSync(join(root, path), 'utf8').split('\n').length - 1
const lines = new Map(
  repositoryFiles(root, /\.(tsx?|mjs|js|css|html|lua|sql)$/).map(path => [path, linesOf(path)]),
)
const faults = [
  ...[...sources].flatMap(([path, source]) => findArrowFaults(path, source)),
  ...findSizeFaults(lines),
]

for (const fault of faults) process.stderr.write(`${fault}\n`)
process.stdout.write(`arrows and sizes: ${paths.length} files, ${faults.length} faults\n`)
process.exitCode = faults.length === 0 ? 0 : 1
