import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { LoadConfig } from '../commands/config.ts'
import { type Measured, TREND_STATS } from '../measures/summary.ts'

export type Settings = Pick<LoadConfig, 'urls' | 'vus' | 'races' | 'durationS'> & {
  readonly command: 'race' | 'lobby' | 'storm' | 'soak'
}

/** Runs a script to its end. Throws when k6 itself failed. */
export const runK6 = async (k6: string, settings: Settings): Promise<Measured> => {
  const folder = mkdtempSync(join(tmpdir(), 'ketik-k6-'))
  const [bundle, summary] = [join(folder, 'main.js'), join(folder, 'summary.json')]
  try {
    await build({
      entryPoints: [join(import.meta.dirname, 'main.ts')],
      outfile: bundle,
      bundle: true,
      format: 'esm',
      external: ['k6/*'],
      inject: [join(import.meta.dirname, 'missing-globals.ts')],
      logLevel: 'error',
    })
    const own = { ...settings, run: Date.now().toString(36).slice(-5) }
    const variables = [`SETTINGS=${JSON.stringify(own)}`, `SUMMARY=${summary}`]
    // Nothing is told to anyone outside, and no port is opened.
    const quiet = ['--quiet', '--no-usage-report', '--address', '']
    const stats = ['--summary-trend-stats', TREND_STATS.join()]
    const args = ['run', ...quiet, ...stats, ...variables.flatMap(variable => ['-e', variable]), bundle]
    const [code] = await once(spawn(k6, args, { stdio: ['ignore', 'inherit', 'inherit'] }), 'close')
    if (code !== 0) throw new Error(`k6 ended with code ${code}`)
    return (JSON.parse(readFileSync(summary, 'utf8')) as { readonly metrics: Measured }).metrics
  } finally {
    rmSync(folder, { recursive: true })
  }
}
