import { readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { freePort } from '../local/free-port.ts'
import { isAlive } from '../local/process-identity.ts'
import type { RunRecord } from '../local/run-lock.ts'
import { runStart } from '../local/start.testkit.ts'
import { isFullSize } from './proof/full-size.ts'
import { prove } from './proof/prove.ts'
import { scratchFolder } from './scratch.ts'

const root = join(import.meta.dirname, '../..')
const READY_WITHIN_S = 8

describe('npm start', () => {
  const folder = scratchFolder()
  const start = (environment: NodeJS.ProcessEnv = {}) =>
    runStart({ root, environment: { KETIK_DIR: join(folder, 'data'), ...environment } })

  it('builds what has changed, prints the addresses, and leaves no process after Ctrl-C', async () => {
    const { child, exited, ready } = start()
    const printed = await ready
    for (const port of printedPorts(printed)) await mustAnswer(port)
    expect(printedPorts(printed).length).toBeGreaterThanOrEqual(2) // the web client and the TCP race at least
    await query(folder, 'create table kept as select 42 as value')
    const { processes } = readRecord(folder)
    expect(processes).toHaveLength(5)
    child.kill('SIGINT')
    expect(await exited).toMatchObject({ code: 0, problems: '' })
    expect(processes.filter(isAlive)).toEqual([])
  })

  it('finds its data again', async ({ task }) => {
    const { child, exited, ready } = start()
    const seconds = Number(/ready in ([\d.]+) s/.exec(await ready)?.[1])
    if (isFullSize()) prove({ task }, { what: 'ready', measured: seconds, most: READY_WITHIN_S, unit: 's' })
    expect(await query(folder, 'select value from kept')).toEqual([{ value: 42 }])
    child.kill('SIGTERM')
    expect(await exited).toMatchObject({ code: 0, problems: '' })
  })

  it('refuses to start twice on one data folder, and stops what a killed start has left', async () => {
    const first = start()
    await first.ready
    const twice = await start().exited
    expect(twice).toMatchObject({
      code: 1,
      problems: expect.stringMatching(/^ketik: another npm start .*; stop it first\n$/),
    })
    const { processes } = readRecord(folder)
    first.child.kill('SIGKILL')
    await first.exited
    const again = start()
    expect(await again.ready).toContain('ketik: stopped processes left by an npm start that was killed: ')
    expect(processes.filter(isAlive)).toEqual([])
    again.child.kill('SIGHUP')
    expect((await again.exited).code).toBe(0)
  })

  it('names a taken port, and what moves it, in one line', async () => {
    const port = await freePort()
    const squatter = createServer()
    await new Promise<void>(resolve => squatter.listen(port, '127.0.0.1', resolve))
    const { exited } = start({ NICK_PORT: String(port) })
    expect(await exited).toMatchObject({
      code: 1,
      problems: expect.stringMatching(new RegExp(`^ketik: port ${port} .* is taken: .*NICK_PORT.*\n$`)),
    })
    squatter.close()
  })
})

function printedPorts(printed: string): readonly number[] {
  return [...printed.matchAll(/^ {2}\S.* {3}\S*127\.0\.0\.1:(\d+)\/? {3,}/gm)].map(match => Number(match[1]))
}

function mustAnswer(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve()
    })
    socket.once('error', reject)
  })
}

function readRecord(folder: string): RunRecord {
  return JSON.parse(readFileSync(join(folder, 'data/run.json'), 'utf8'))
}

/** Asks the cluster's own PostgreSQL. */
async function query(folder: string, statement: string): Promise<unknown> {
  const kept = (name: string) => readFileSync(join(folder, 'data', name), 'utf8').trim()
  const address = `postgres://ketik:${kept('postgres-password')}@127.0.0.1:${kept('postgres-port')}/ketik`
  const client = new pg.Client(address)
  await client.connect()
  const { rows } = await client.query(statement)
  await client.end()
  return rows
}
