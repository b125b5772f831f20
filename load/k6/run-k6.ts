import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Script = 'race' | 'lobby' | 'storm' | 'soak'

type Metric = {
  readonly values: Readonly<Record<string, number>>
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>
}

/** What a script's `handleSummary` writes. */
export type Summary = {
  readonly script: string
  readonly vus: number
  readonly seconds: number
  readonly metrics: Readonly<Record<string, Metric>>
}

/** k6's exit code when all ran well and a threshold broke. */
const THRESHOLDS_BROKEN = 99

/** Runs a script to its end; its output goes to ours. Throws when k6 itself failed; broken thresholds are in the summary. */
export const runK6 = async (
  k6: string,
  script: Script,
  settings: Readonly<Record<string, string | number>>,
): Promise<Summary> => {
  const folder = mkdtempSync(join(tmpdir(), 'ketik-k6-'))
  const summary = join(folder, 'summary.json')
  try {
    const own = { RUN: Date.now().toString(36).slice(-5), SUMMARY: summary }
    const code = await run(k6, join(import.meta.dirname, `${script}.js`), { ...settings, ...own })
    if (code !== 0 && code !== THRESHOLDS_BROKEN) throw new Error(`k6 ended with code ${code}`)
    return JSON.parse(readFileSync(summary, 'utf8')) as Summary
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The thresholds that broke, as `metric bound`. */
export const brokenIn = ({ metrics }: Summary): readonly string[] =>
  Object.entries(metrics).flatMap(([name, { thresholds = {} }]) =>
    Object.entries(thresholds).flatMap(([bound, { ok }]) => (ok ? [] : [`${name} ${bound}`])),
  )

const run = (k6: string, script: string, settings: Readonly<Record<string, string | number>>) =>
  new Promise<number | null>((resolve, reject) => {
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-e', `${name}=${value}`])
    // Nothing is told to anyone outside, and no port is opened.
    const args = ['run', '--quiet', '--no-usage-report', '--address', '', ...flags, script]
    const child = spawn(k6, args, { stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', reject)
    child.once('close', resolve)
  })
