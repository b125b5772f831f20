import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareRules, rulesIn, rulesTested } from './compare-rules.ts'
import { repositoryFiles } from './repository-files.ts'

const root = join(import.meta.dirname, '../..')
/** The wire's rules are in SPEC.md; those of a part alone stand beside it. */
const ruleFiles = /(^|\/)(SPEC|RULES|[A-Z]+-RULES)\.md$/
const testFiles = /\/contract\/.*\.testkit\.ts$|\.test\.(ts|tsx|mjs)$|(^|\/)(test_[^/]*|[^/]*_test)\.py$/

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const rules = repositoryFiles(root, ruleFiles).flatMap(path => rulesIn(path, read(path)))
const tests = repositoryFiles(root, testFiles).flatMap(path => rulesTested(path, read(path)))
const faults = compareRules(rules, tests)
for (const fault of faults) process.stderr.write(`${fault}\n`)
process.stdout.write(`rules: ${rules.length} rules, ${tests.length} titles, ${faults.length} faults\n`)
process.exitCode = faults.length === 0 ? 0 : 1
