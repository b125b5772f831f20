import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Asks the registry for known vulnerabilities of what pnpm-lock.yaml pins. Ends with 0 when there are none, 1 when there
 * are, and 2 when the registry could not be asked: that is no good news, and is not told as any.
 */
const root = join(import.meta.dirname, '..')
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const { stdout, error } = spawnSync('npx', ['--yes', packageManager, 'audit', '--json'], {
  cwd: root,
  encoding: 'utf8',
  timeout: 120_000,
  maxBuffer: 64 * 2 ** 20,
})
const report = parse(stdout ?? '')
if (report?.metadata?.vulnerabilities === undefined) {
  const why = report?.error?.message ?? error?.message ?? 'no answer that could be read'
  process.stderr.write(`audit: COULD NOT ASK, so nothing is known: ${why}\n`)
  process.exitCode = 2
} else {
  const counts = report.metadata.vulnerabilities
  const found = Object.values(counts).reduce((sum, count) => sum + count, 0)
  for (const { module_name, severity, title, url } of Object.values(report.advisories ?? {}))
    process.stdout.write(`${severity}: ${module_name}: ${title} ${url}\n`)
  process.stdout.write(`audit: ${found} known vulnerabilities ${JSON.stringify(counts)}\n`)
  process.exitCode = found === 0 ? 0 : 1
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
