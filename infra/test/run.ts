import { join } from 'node:path'
import { ensureTools } from './ensure-tools.ts'
import { reportProof } from './proof/report-proof.ts'
import { type Plan, runSuites } from './run/run-suites.ts'
import { check, type Suite, vitest } from './run/suite.ts'
import type { TestRun } from './run/test-run.ts'

const root = join(import.meta.dirname, '../..')

const build = check('build', process.execPath, 'infra/build.mjs')
const lint = check('format and lint', 'biome', 'ci', '--error-on-warnings', '.')
const types = check('types', 'tsc', '-p', 'tsconfig.json')

const stack = (run: TestRun): Suite =>
  vitest(run, 'compose stack', 20, '--config', 'infra/test/deploy/vitest.config.ts')

const everything = (run: TestRun): readonly Suite[] => [
  build,
  lint,
  types,
  check('unused code', 'knip'),
  check('sizes, rules and supply chain', 'tsx', 'infra/check/main.ts'),
  vitest(run, 'vitest', 45),
  stack(run),
]

const fast = (run: TestRun): readonly Suite[] => [
  build,
  lint,
  types,
  vitest(run, 'vitest', 20, '--project', 'pure', '--project', 'cluster'),
]

const PROOF = 'proof'
const proof = (run: TestRun): readonly Suite[] => [
  build,
  vitest(run, PROOF, 60, '--config', 'infra/test/proof/vitest.config.ts'),
]

const plans: Readonly<Record<string, Pick<Plan, 'suites' | 'usesEngine' | 'report'>>> = {
  everything: { suites: everything, usesEngine: true },
  stack: { suites: run => [stack(run)], usesEngine: true },
  fast: { suites: fast, usesEngine: false },
  proof: { suites: proof, usesEngine: false, report: ({ folder }) => reportProof(folder, PROOF) },
}

const [name = 'everything'] = process.argv.slice(2)
const plan = plans[name]
if (plan === undefined) throw new Error(`no such plan: ${name}`)
process.exitCode = await runSuites({ root, prepare: () => ensureTools(root, name === PROOF), ...plan })
if (process.connected) {
  process.send?.('counted') // the last line is there: infra/test.mjs need not write one
  process.disconnect()
}
