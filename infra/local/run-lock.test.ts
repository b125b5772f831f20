import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scratchFolder, startScript, staysUp } from '../test/scratch.ts'
import { identify } from './process-identity.ts'
import { claimRun } from './run-lock.ts'

describe('the claim on a data folder', () => {
  const folder = scratchFolder()
  const identityOf = (pid: number) => {
    const identity = identify(pid)
    if (identity === undefined) throw new Error(`no process ${pid}`)
    return identity
  }

  it('is refused while another start lives', async () => {
    const file = join(folder, 'held.json')
    const other = await startScript(folder, staysUp)
    writeFileSync(file, JSON.stringify({ owner: identityOf(other.pid), processes: [] }))
    await expect(claimRun(file)).rejects.toThrow(
      `another npm start (process ${other.pid}) is using ${folder}`,
    )
    await other.stop()
    const { release, leftovers } = await claimRun(file)
    expect(leftovers).toEqual([])
    release()
    expect(existsSync(file)).toBe(false)
  })

  it('stops what a killed start has left, but no process that took over its id', async () => {
    const file = join(folder, 'stale.json')
    const left = await startScript(folder, staysUp)
    const stranger = await startScript(folder, staysUp)
    const owner = { ...identityOf(stranger.pid), startedAt: 'long ago' }
    const processes = [
      { ...identityOf(left.pid), name: 'gateway-1' },
      { ...owner, name: 'redis' },
    ]
    writeFileSync(file, JSON.stringify({ owner, processes }))
    expect((await claimRun(file)).leftovers).toEqual(['gateway-1'])
    expect(await left.exited).toBe('SIGINT')
    expect(identify(stranger.pid)).toBeDefined()
    await stranger.stop()
  })

  it('is taken when the record is half written', async () => {
    const file = join(folder, 'half.json')
    writeFileSync(file, '{"owner":')
    const { record } = await claimRun(file)
    record([{ pid: 7, startedAt: '1', name: 'redis' }])
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      owner: { pid: process.pid },
      processes: [{ pid: 7 }],
    })
  })
})
