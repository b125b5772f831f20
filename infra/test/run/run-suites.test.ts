import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { isAlive } from '../../local/process-identity.ts'
import { scratchFolder } from '../scratch.ts'
import type { RunningProcess } from './processes.ts'

const folder = scratchFolder()
const root = join(import.meta.dirname, '../../..')
const MINUTES_10 = 600_000

type Ended = {
  readonly code: number | null
  readonly lines: readonly string[]
  readonly problems: string
}

describe.concurrent('a run of the tests', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '[CI-3] interrupted by %s leaves none of its processes and ends with the counts',
    async signal => {
      const withBrowser = signal === 'SIGINT' // once is enough for something so heavy
      const run = start('stays', withBrowser)
      const processes = await run.started
      const names = processes.map(({ name }) => name)
      expect(names).toEqual(expect.arrayContaining(['redis-server', 'postgres', 'tmux: server', 'node']))
      expect(names.some(name => name.startsWith('chrom'))).toBe(withBrowser)
      run.child.kill(signal)
      const { code, lines, problems } = await run.ended
      expect(processes.filter(isAlive), problems).toEqual([])
      expect([code, lines.at(-1)]).toEqual([1, '1 passed, 2 failed'])
      expect(problems).toContain(`interrupted by ${signal}`)
    },
    MINUTES_10,
  )

  it(
    '[CI-3] whose parent was killed leaves none of its processes',
    async () => {
      const run = start('stays')
      const processes = await run.started
      run.child.disconnect()
      const { code, problems } = await run.ended
      expect(processes.filter(isAlive), problems).toEqual([])
      expect(code).toBe(1)
    },
    MINUTES_10,
  )

  it(
    '[CI-3] that was killed is ended by the next one',
    async () => {
      const killed = start('stays')
      const processes = await killed.started
      killed.child.kill('SIGKILL')
      await once(killed.child, 'exit')
      await start('throws').ended
      expect(processes.filter(isAlive)).toEqual([])
      await killed.ended
    },
    MINUTES_10,
  )

  it(
    '[CI-3] fails when a suite ends and leaves processes behind, which are ended',
    async () => {
      const run = start('leaves')
      const processes = await run.started
      const { code, lines, problems } = await run.ended
      expect(processes.filter(isAlive), problems).toEqual([])
      expect(problems).toContain('a suite left behind: process')
      expect([code, lines.at(-1)]).toEqual([1, '1 passed, 1 failed'])
    },
    MINUTES_10,
  )

  it(
    '[CI-5] ends with the counts when its set-up throws',
    async () => {
      const { code, lines, problems } = await start('throws').ended
      expect([code, lines.at(-1)]).toEqual([1, '1 passed, 1 failed'])
      expect(problems).toContain('no luck')
    },
    MINUTES_10,
  )

  it(
    '[CI-5] ends with the counts when it cannot even begin',
    async () => {
      const { code, lines } = await ended(
        spawn(process.execPath, [join(root, 'infra/test.mjs'), 'no-such-plan'], { stdio: 'pipe' }),
      )
      expect([code, lines.at(-1)]).toEqual([1, '0 passed, 1 failed'])
    },
    MINUTES_10,
  )
})

/** A run of one suite that starts servers and a terminal: see `example-run.ts`. */
const start = (what: 'stays' | 'leaves' | 'throws', withBrowser = false) => {
  const file = join(mkdtempSync(join(folder, 'run-')), 'processes.json')
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'example-run.ts')], {
    cwd: root,
    env: { ...process.env, EXAMPLE: what, WITH_BROWSER: withBrowser ? 'yes' : 'no', PROCESSES_FILE: file },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const whenEnded = ended(child)
  const started = new Promise<readonly RunningProcess[]>((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (existsSync(file)) resolve(JSON.parse(readFileSync(file, 'utf8')))
    })
    void whenEnded.then(({ problems }) => {
      if (existsSync(file)) resolve(JSON.parse(readFileSync(file, 'utf8')))
      else reject(new Error(`ended before its processes ran: ${problems}`))
    })
  })
  started.catch(() => {})
  return { child, started, ended: whenEnded }
}

const ended = async (child: ChildProcess): Promise<Ended> => {
  const all = Promise.all([textOf(child.stdout), textOf(child.stderr), once(child, 'exit')])
  const [printed, problems, [code]] = await all
  return { code, lines: printed.trimEnd().split('\n'), problems }
}

const textOf = async (stream: Readable | null): Promise<string> => {
  let text = ''
  for await (const chunk of stream?.setEncoding('utf8') ?? []) text += chunk
  return text
}
