import { describe, expect, it } from 'vitest'
import { keepRunning } from './keep-running.ts'
import type { ServerProcess } from './server-process.ts'

const quick = { firstWaitMs: 1, waitMsMax: 4, steadyMs: 60_000 }

/** A process that ends when it is told. */
function process() {
  let end: (how: string) => void = () => {}
  const exited = new Promise<string>(resolve => {
    end = resolve
  })
  const running: ServerProcess = { pid: 1, exited, stop: async () => {} }
  return { running, end }
}

/** A signal to stop, and a list of what was said that can be waited for. */
function surroundings() {
  const stop = new AbortController()
  const said: string[] = []
  let onLine = () => {}
  const lines = (count: number) =>
    new Promise<readonly string[]>(resolve => {
      onLine = () => said.length >= count && resolve([...said])
      onLine()
    })
  const say = (line: string) => {
    said.push(line)
    onLine()
  }
  return { stopping: stop.signal, stop: () => stop.abort(), say, lines }
}

describe('a process that is kept running', () => {
  it('is started again, ever later while that fails', async () => {
    const { stopping, stop, say, lines } = surroundings()
    const [first, second] = [process(), process()]
    const attempts = [
      async () => first.running,
      async () => Promise.reject(new Error('port taken')),
      async () => second.running,
    ]
    await keepRunning(
      'gateway-1',
      async () => (await attempts.shift()?.()) ?? second.running,
      stopping,
      say,
      quick,
    )
    first.end('code 1')
    expect(await lines(4)).toEqual([
      'gateway-1 ended (code 1); restarting it in 0.001 s',
      'port taken',
      'gateway-1 ended (not started); restarting it in 0.002 s',
      'gateway-1 is running again',
    ])
    stop()
    second.end('SIGTERM')
  })

  it('is left alone when it ends because everything is being stopped', async () => {
    const { stopping, stop, say, lines } = surroundings()
    const { running, end } = process()
    await keepRunning('redis', async () => running, stopping, say, quick)
    stop()
    end('SIGTERM')
    await running.exited
    expect(await lines(0)).toEqual([])
  })

  it('fails as a whole when the first start does', async () => {
    const { stopping, say } = surroundings()
    const start = async (): Promise<ServerProcess> => Promise.reject(new Error('no such file'))
    await expect(keepRunning('redis', start, stopping, say, quick)).rejects.toThrow('no such file')
  })
})
