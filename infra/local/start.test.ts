import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scratchFolder } from '../test/scratch.ts'
import { freePort } from './free-port.ts'

const root = join(import.meta.dirname, '../..')

describe('a mistake in the command', () => {
  const folder = scratchFolder()
  const file = join(folder, 'file')
  writeFileSync(file, '')

  it.each([
    { what: 'a data folder that is a file', args: [], data: file, says: /the data folder .* KETIK_DIR/ },
    { what: 'an unknown option', args: ['--gatewys'], data: folder, says: /Unknown option '--gatewys'/ },
    {
      what: 'an address of another machine',
      args: ['--free-ports', '--host', '192.0.2.77'],
      data: folder,
      says: /--host 192\.0\.2\.77 is not an address of this machine; use 127\.0\.0\.1 .* or 0\.0\.0\.0/,
    },
  ])('[START-9] is reported in one line before anything is built: $what', async ({ args, data, says }) => {
    const { code, printed, problems } = await startUntilBuild(args, { KETIK_DIR: data })
    expect([code, printed, problems]).toEqual([1, '', expect.stringMatching(/^ketik: [^\n]+\n$/)])
    expect(problems).toMatch(says)
  })

  it('[START-9] is reported in one line before anything is built: a taken port', async () => {
    const port = await freePort()
    const squatter = createServer()
    await new Promise<void>(resolve => squatter.listen(port, '127.0.0.1', resolve))
    const environment = { KETIK_DIR: folder, NICK_PORT: String(port) }
    const { code, printed, problems } = await startUntilBuild(['--free-ports'], environment)
    squatter.close()
    expect([code, printed]).toEqual([1, ''])
    expect(problems).toMatch(
      new RegExp(`^ketik: port ${port} on 127\\.0\\.0\\.1, for tcp-edge-1, is taken: .*\n$`),
    )
  })

  it('[START-9] is absent: the build comes next, and --help needs none', async () => {
    mkdirSync(join(folder, 'data'))
    const started = await startUntilBuild(['--free-ports'], { KETIK_DIR: join(folder, 'data') })
    expect(started).toEqual({ code: 7, printed: 'builds\n', problems: '' })
    const help = await startUntilBuild(['--help'], { KETIK_DIR: file })
    expect(help).toEqual({ code: 0, printed: expect.stringContaining('--host ADDRESS'), problems: '' })
  })
})

/** Runs `npm start` up to the build, which ends it with code 7. */
function startUntilBuild(args: readonly string[], environment: NodeJS.ProcessEnv) {
  const program = `
    import { start } from './infra/local/main.ts'
    await start(${JSON.stringify(args)}, () => { console.log('builds'); process.exit(7) })`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [printed, problems] = [child.stdout, child.stderr].map(stream => stream.setEncoding('utf8').toArray())
  return new Promise(resolve => child.once('close', resolve)).then(async code => ({
    code,
    printed: ((await printed) ?? []).join(''),
    problems: ((await problems) ?? []).join(''),
  }))
}
