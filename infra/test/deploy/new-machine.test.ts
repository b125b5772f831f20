import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { writeProgram } from '../program.ts'
import { scratchFolder } from '../scratch.ts'
import { compose } from './command.ts'
import { leaveEngine } from './engine.ts'
import { provideStack } from './provide-stack.ts'

const scratch = scratchFolder()
const { PATH = '' } = process.env

/** A machine of its own: `PATH` leads to these programs and to no Docker of the real machine. */
let machine: string
let engine: string
let calls: string

beforeEach(() => {
  machine = mkdtempSync(join(scratch, 'machine-'))
  engine = join(machine, 'engine-runs')
  calls = join(machine, 'calls')
  for (const tool of ['sh', 'touch', 'rm', 'cat', 'chmod', 'test'])
    writeProgram(machine, tool, `exec /usr/bin/${tool} "$@"`)
  // A client without an engine and without compose, as some machines come with.
  writeProgram(
    machine,
    'docker',
    `echo "docker $*" >>${calls}
case "$1" in
  compose) echo "docker: 'compose' is not a docker command" >&2; exit 1;;
  ps) test "$2" = -aq && echo c0ffee || echo "c0ffee ketikteststack";;
  inspect) echo "c0ffee 2999-01-01T00:00:00Z";;
  volume|network|rm) ;;
  *) test -e ${engine};;
esac`,
  )
  process.env['PATH'] = machine
  vi.spyOn(process, 'getuid').mockReturnValue(0)
})
afterEach(() => {
  process.env['PATH'] = PATH
  vi.restoreAllMocks()
  rmSync(machine, { recursive: true })
})

/** Stands for offline-images: installs compose and starts the engine, or ends it. */
const maker = (): string =>
  writeProgram(
    machine,
    'maker',
    `if [ "$1" = --stop ]; then rm -f ${engine}; exit; fi
touch ${engine}
printf '#!/bin/sh\\necho "composed $*"\\n' >${machine}/docker-compose
chmod +x ${machine}/docker-compose`,
  )

const called = () => readFileSync(calls, 'utf8')

describe('a machine without compose and without an engine', () => {
  it('[CI-1] has a working compose command in the process that installed it', async () => {
    await expect(compose({}, 'version')).rejects.toThrow(/not a docker command/)
    expect(await provideStack(maker())).toBe('')
    expect(await compose({}, 'up', '-d')).toBe('composed up -d\n')
  })

  it('[CI-1] is named as the reason where nothing can be installed', async () => {
    expect(await provideStack(join(machine, 'nothing'))).toMatch(/no Docker engine with compose/)
  })

  it('[CI-1] uses the compose of the client where there is no other', async () => {
    writeProgram(machine, 'docker', 'echo "client $*"')
    expect(await compose({}, 'version')).toBe('client compose version\n')
  })
})

describe('after the tests', () => {
  it('[CI-4] an engine that was started for them has ended, with their containers removed before', async () => {
    const made = maker()
    await provideStack(made)
    leaveEngine(false, new Date(), made)
    expect(existsSync(engine)).toBe(false)
    expect(called()).toContain('docker rm -f -v c0ffee')
  })

  it('[CI-4] an engine that ran before them still runs, without their containers', async () => {
    const made = maker()
    await provideStack(made)
    leaveEngine(true, new Date(), made)
    expect(existsSync(engine)).toBe(true)
    expect(called().match(/docker rm -f -v c0ffee/g)).toHaveLength(1)
  })
})
