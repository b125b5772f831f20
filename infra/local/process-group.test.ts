import { describe, expect, it } from 'vitest'
import { ignoresTerm, scratchFolder, startScript, staysUp } from '../test/scratch.ts'
import { createProcessGroup, type ProcessGroup } from './process-group.ts'
import type { RecordedProcess } from './run-lock.ts'

describe('the processes of one start', () => {
  const folder = scratchFolder()
  const groupWithRecord = () => {
    const record: { now: readonly RecordedProcess[] } = { now: [] }
    const group = createProcessGroup(processes => {
      record.now = processes
    })
    return { group, record }
  }
  const startIn = async (
    group: ProcessGroup,
    stage: 'service' | 'postgres' | 'redis',
    ended: string[],
    script = staysUp,
  ) => {
    const started = await startScript(folder, script, process => group.add(stage, stage, process))
    void started.exited.then(() => ended.push(stage))
    return started
  }

  it('are stopped services first, then PostgreSQL, then Redis, and written down in that order', async () => {
    const { group, record } = groupWithRecord()
    const ended: string[] = []
    await startIn(group, 'redis', ended)
    await startIn(group, 'postgres', ended)
    await startIn(group, 'service', ended, ignoresTerm)
    expect(record.now.map(({ name }) => name)).toEqual(['service', 'postgres', 'redis'])
    await Promise.all([group.stop(), group.stop()])
    expect(ended).toEqual(['service', 'postgres', 'redis'])
  })

  it('are all gone at once when they are killed', async () => {
    const { group } = groupWithRecord()
    const started = await Promise.all([
      startIn(group, 'service', [], ignoresTerm),
      startIn(group, 'redis', []),
    ])
    group.kill()
    expect(await Promise.all(started.map(({ exited }) => exited))).toEqual(['SIGKILL', 'SIGKILL'])
  })

  it('include none that comes late', async () => {
    const { group } = groupWithRecord()
    await group.stop()
    await expect(startIn(group, 'service', [])).rejects.toThrow('ended (SIGTERM)')
  })
})
