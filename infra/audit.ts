import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lockedFolders } from './check/packages.ts'

/**
 * Asks the registry for known vulnerabilities of what the lockfiles pin. Ends with 0 when there are none, 1 when there
 * are, and 2 when the registry could not be asked: that is no good news, and is not told as any.
 */
type Report = {
  readonly metadata?: { readonly vulnerabilities?: Readonly<Record<string, number>> }
  readonly advisories?: Readonly<Record<string, Advisory>>
  readonly error?: { readonly message?: string }
}
type Advisory = Readonly<Record<'severity' | 'module_name' | 'title' | 'url', string>>

const root = join(import.meta.dirname, '..')
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
process.exitCode = Math.max(...lockedFolders(root).map(audit))

function audit(folder: string): number {
  const { metadata, advisories = {}, error } = ask(folder)
  const counts = metadata?.vulnerabilities
  if (counts === undefined) {
    process.stderr.write(`audit: COULD NOT ASK, so nothing is known: ${error?.message}\n`)
    return 2
  }
  for (const { module_name, severity, title, url } of Object.values(advisories))
    process.stdout.write(`${severity}: ${module_name}: ${title} ${url}\n`)
  const found = Object.values(counts).reduce((sum, count) => sum + count, 0)
  process.stdout.write(`audit: ${folder}: ${found} known vulnerabilities ${JSON.stringify(counts)}\n`)
  return found === 0 ? 0 : 1
}

function ask(folder: string): Report {
  const options = { cwd: folder, encoding: 'utf8', timeout: 120_000, maxBuffer: 64 * 2 ** 20 } as const
  const { stdout, error } = spawnSync('npx', ['--yes', packageManager, 'audit', '--json'], options)
  try {
    return JSON.parse(stdout ?? '')
  } catch {
    return { error: { message: error?.message ?? 'no answer that could be read' } }
  }
}
