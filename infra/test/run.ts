import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addCounts, type Counts, countVitest, oneOf, summaryLine } from './counts.ts'
import { ensureTools } from './ensure-tools.ts'

/** A command, and how what it did is counted. */
type Suite = {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly timeLimitMin: number
  readonly count: (exitCode: number | null) => Counts
}

const root = join(import.meta.dirname, '../..')
const reports = mkdtempSync(join(tmpdir(), 'ketik-reports-'))

const suites: readonly Suite[] = [
  check('build', process.execPath, ['infra/build.mjs']),
  check('format and lint', 'biome', ['ci', '--error-on-warnings', '.']),
  check('types', 'tsc', ['-p', 'tsconfig.json']),
  check('unused code', 'knip', []),
  check('arrows', 'tsx', ['infra/check/arrows.ts']),
  check('rules', 'tsx', ['infra/check/rules.ts']),
  check('supply chain', 'tsx', ['infra/check/supply-chain.ts']),
  vitest('vitest', 30),
  vitest('compose stack', 15, '--config', 'infra/test/deploy/vitest.config.ts'),
]

ensureTools(root)
const counted: Counts[] = []
for (const suite of suites) {
  process.stdout.write(`\n== ${suite.name}\n`)
  counted.push(suite.count(await run(suite)))
}
rmSync(reports, { recursive: true })
const total = addCounts(counted)
process.stdout.write(`\n${summaryLine(total)}\n`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0

/** A suite that counts as one. */
function check(name: string, command: string, args: readonly string[]): Suite {
  return { name, command, args, timeLimitMin: 5, count: exitCode => oneOf(exitCode === 0) }
}

/** A run of vitest, of which each test counts. */
function vitest(name: string, timeLimitMin: number, ...args: readonly string[]): Suite {
  const report = join(reports, `${name}.json`)
  return {
    name,
    command: 'vitest',
    args: ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    timeLimitMin,
    count: exitCode => countVitest(readIfThere(report), exitCode),
  }
}

function run({ command, args, timeLimitMin }: Suite): Promise<number | null> {
  const env = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH']}` }
  const child = spawn(command, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: timeLimitMin * 60_000,
  })
  return new Promise(resolve => {
    child.once('error', error => {
      process.stderr.write(`${command}: ${error.message}\n`)
      resolve(null)
    })
    child.once('exit', resolve)
  })
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
