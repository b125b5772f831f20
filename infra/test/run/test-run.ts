import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { RUN_VARIABLE } from './processes.ts'

/** One run of the tests: the folder of its temporary files, and the environment that marks its processes. */
export type TestRun = {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  close(): void
}

export const openTestRun = (root: string): TestRun => {
  const folder = mkdtempSync(join(tmpdir(), 'ketik-run-'))
  chmodSync(folder, 0o1777) // as the folder around it: PostgreSQL runs as another user and must pass through
  const env = {
    ...process.env,
    PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env['PATH']}`,
    TMPDIR: folder,
    [RUN_VARIABLE]: folder,
  }
  return { folder, env, close: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) }
}
