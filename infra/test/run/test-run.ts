import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { signalProcess } from '../../local/server-process.ts'
import { endProcesses } from './end-processes.ts'
import { RUN_VARIABLE } from './processes.ts'

/** One run of the tests: the folder of its temporary files, and the environment that marks its processes. */
export type TestRun = {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  close(): void
}

const PREFIX = 'ketik-run-'

export const openTestRun = async (root: string): Promise<TestRun> => {
  await endKilledRuns()
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))
  chmodSync(folder, 0o1777) // as the folder around it: PostgreSQL runs as another user and must pass through
  const env = {
    ...process.env,
    PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env['PATH']}`,
    TMPDIR: folder,
    [RUN_VARIABLE]: folder,
  }
  return { folder, env, close: () => remove(folder) }
}

/** A run that was killed could not see to its end. The name of its folder has its process id. */
const endKilledRuns = async (): Promise<void> => {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? []
    if (pid === undefined || signalProcess(Number(pid), 0)) continue
    const folder = join(tmpdir(), name)
    await endProcesses(folder, false)
    remove(folder)
  }
}

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
