import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareRules, rulesIn, rulesTested } from './compare-rules.ts'
import { repositoryFiles } from './repository-files.ts'

const root = join(import.meta.dirname, '../..')
const specification = 'SPEC.md'
const testFiles = /\.test\.(ts|tsx|mjs)$|(^|\/)(test_[^/]*|[^/]*_test)\.py$/

if (existsSync(join(root, specification))) check()
else process.stdout.write(`rules: not checked, there is no ${specification} yet\n`)

function check(): void {
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  const rules = rulesIn(specification, read(specification))
  const tests = repositoryFiles(root, testFiles).flatMap(path => rulesTested(path, read(path)))
  const faults = compareRules(rules, tests)
  for (const fault of faults) process.stderr.write(`${fault}\n`)
  process.stdout.write(`rules: ${rules.length} rules, ${tests.length} titles, ${faults.length} faults\n`)
  process.exitCode = faults.length === 0 ? 0 : 1
}
