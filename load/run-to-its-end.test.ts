import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const module = fileURLToPath(new URL('ending.ts', import.meta.url))

type Told = { readonly lines: readonly string[]; readonly code: number | null }

/** A program whose two servers take a moment to start and to end; `onLine` may send it signals. */
const run = (rest: string, onLine: (line: string, kill: (signal: NodeJS.Signals) => void) => void) =>
  new Promise<Told>(resolve => {
    const program = `
      import { runToItsEnd } from ${JSON.stringify(module)}
      const moment = () => new Promise(resolve => setTimeout(resolve, 50))
      const server = async name => {
        console.log('starting ' + name)
        await moment()
        console.log('started ' + name)
        return async () => { await moment(); console.log('ended ' + name) }
      }
      await runToItsEnd(async ending => {
        await ending.begin(server('one'), end => end())
        await ending.begin(server('two'), end => end())
        ${rest}
      })`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const lines: string[] = []
    createInterface({ input: child.stdout }).on('line', line => {
      lines.push(line)
      onLine(line, signal => child.kill(signal))
    })
    child.once('close', code => resolve({ lines, code }))
  })

const STARTED = ['starting one', 'started one', 'starting two', 'started two']
const FOREVER = 'await new Promise(resolve => setTimeout(resolve, 600_000))'

describe('a program that starts servers', () => {
  it('ends them when it is done, and when it fails', async () => {
    const lines = [...STARTED, 'ended two', 'ended one']
    expect(await run('return true', () => {})).toEqual({ lines, code: 0 })
    expect(await run('return false', () => {})).toEqual({ lines, code: 1 })
    expect(await run('throw new Error("no luck")', () => {})).toEqual({ lines, code: 1 })
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('ends them on %s', async signal => {
    const told = await run(FOREVER, (line, kill) => {
      if (line === 'started two') kill(signal)
    })
    expect(told).toEqual({ lines: [...STARTED, 'ended two', 'ended one'], code: 1 })
  })

  it('told to stop while one is being started, ends that one and starts no other', async () => {
    const told = await run(FOREVER, (line, kill) => {
      if (line === 'starting one') kill('SIGTERM')
    })
    expect(told).toEqual({ lines: ['starting one', 'started one', 'ended one'], code: 1 })
  })
})
