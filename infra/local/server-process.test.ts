import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ignoresTerm, scratchFolder, startScript, staysUp } from '../test/scratch.ts'
import { signalProcess } from './server-process.ts'

describe('a program that is run as a server', () => {
  const folder = scratchFolder()

  it('is there once it says that it is ready, and gone once it is stopped', async () => {
    const started = await startScript(folder, staysUp)
    expect(signalProcess(started.pid, 0)).toBe(true)
    await started.stop()
    expect(await started.exited).toBe('SIGTERM')
    expect(signalProcess(started.pid, 0)).toBe(false)
  })

  it('is killed when it does not end by itself', async () => {
    const started = await startScript(folder, ignoresTerm)
    await started.stop()
    expect(await started.exited).toBe('SIGKILL')
  })

  it('that ends before it is ready fails with what it said, which the log has too', async () => {
    const started = startScript(folder, "console.error('no such setting'); process.exit(3)")
    await expect(started).rejects.toThrow(/ended \(code 3\).*\n {2}no such setting/)
    // The log is written behind the program.
    await expect.poll(() => readFileSync(join(folder, 'script.log'), 'utf8')).toContain('no such setting')
  })
})
